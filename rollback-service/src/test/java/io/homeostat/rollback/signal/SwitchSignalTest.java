package io.homeostat.rollback.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchSignalTest {

    private static final SwitchSignal SIGNAL = new SwitchSignal(
            SwitchSignal.Kind.ESCALATION,
            "images",
            "images",
            "p-1",
            "CONSECUTIVE_FAILURES",
            "rollback-service",
            "chk-1",
            "inc-1",
            Evidence.of("windowFailures", 2).toMap());

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_what_is_read(SwitchSignal.Kind kind) {
        var signal = new SwitchSignal(
                kind,
                SIGNAL.scope(),
                SIGNAL.service(),
                SIGNAL.promotionId(),
                SIGNAL.reason(),
                SIGNAL.actor(),
                SIGNAL.causeId(),
                SIGNAL.incidentId(),
                SIGNAL.evidence());
        assertThat(SwitchSignal.parse("images", Json.bytes(signal))).isEqualTo(new Parsed.Valid<>(signal));
    }

    @ParameterizedTest
    @CsvSource({
        "images, {}, value",
        "other, 'the signal', key",
        "images, 'no json', value",
    })
    void what_is_no_signal_is_refused_with_the_field_at_fault(String key, String value, String field) {
        var bytes = value.equals("the signal") ? Json.bytes(SIGNAL) : value.getBytes(StandardCharsets.UTF_8);

        assertThat(SwitchSignal.parse(key, bytes))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.field()).isEqualTo(field));
    }
}
