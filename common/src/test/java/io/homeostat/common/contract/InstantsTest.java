package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantsTest {

    @ParameterizedTest
    @CsvSource({
        "0000-12-31T23:59:59.999Z, false",
        "0001-01-01T00:00:00Z, true",
        "2026-11-22T05:44:00.000Z, true",
        "9999-12-31T23:59:59.999999999Z, true",
        "+10000-01-01T00:00:00Z, false",
        "+1000000000-12-31T23:59:59Z, false",
        "-1000000000-01-01T00:00:00Z, false",
        "yesterday, false"
    })
    void an_instant_is_of_the_years_1_to_9999(String text, boolean valid) {
        assertThat(Instants.parse(text) != null).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1000000000000000, true", "1000000000000001, false", "9223372036854775807, false"})
    void an_epoch_of_the_switch_leaves_room_for_the_next(String epoch, boolean valid) {
        var json = "{\"scope\":\"global\",\"epoch\":" + epoch + ",\"disableNew\":true,\"value\":\"1\",\"reason\":\"r\","
                + "\"actor\":\"a\",\"since\":\"2026-11-25T08:00:00Z\"}";
        var parsed = KillSwitch.parse("global", json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(parsed instanceof Parsed.Valid<?>).isEqualTo(valid);
    }
}
