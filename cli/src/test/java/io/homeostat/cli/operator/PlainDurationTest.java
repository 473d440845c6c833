package io.homeostat.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDurationTest {

    @ParameterizedTest(name = "{0} is {1} s")
    @CsvSource({"1s, 1", "90s, 90", "30m, 1800", "2h, 7200", "1d, 86400", "999999999d, 86399999913600"})
    void durations(String text, long seconds) {
        assertThat(PlainDuration.seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "30", "m", "-1m", "1.5h", "30 m", "30M", "1000000000s", "1h30m"})
    void what_is_no_duration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PlainDuration.seconds(text));
    }
}
