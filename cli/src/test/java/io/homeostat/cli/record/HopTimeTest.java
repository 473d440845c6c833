package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.Topics;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopTimeTest {

    private static final String CAUSE = "2026-11-25T08:00:00.000Z";
    private static final long CAUSE_MS = Instant.parse(CAUSE).toEpochMilli();

    @ParameterizedTest(name = "written {0} ms later: {1}")
    @CsvSource({"-1,", "0, 0", "83, 83", "15000, 15000", "15001,"})
    void a_hop_reaches_from_the_cause_to_the_record(long laterMs, @Nullable Long hopMs) {
        long written = CAUSE_MS + laterMs;

        assertThat(HopTime.of(Topics.FAILURES, written, headers(CAUSE, null)))
                .as("where the broker says when it was appended")
                .isEqualTo(hopMs);
        assertThat(HopTime.of(
                        Topics.RESTARTS,
                        CAUSE_MS,
                        headers(CAUSE, Instant.ofEpochMilli(written).toString())))
                .as("where its writer says it")
                .isEqualTo(hopMs);
    }

    @Test
    void who_does_not_tell_or_tells_nonsense_has_no_hop() {
        assertThat(HopTime.of(Topics.RESTARTS, CAUSE_MS, headers(CAUSE, null))).isNull();
        assertThat(HopTime.of(Topics.RESTARTS, CAUSE_MS, headers(CAUSE, "yesterday")))
                .isNull();
        assertThat(HopTime.of(Topics.RESTARTS, CAUSE_MS, headers("yesterday", CAUSE)))
                .isNull();
        assertThat(HopTime.of(Topics.FAILURES, CAUSE_MS, new RecordHeaders())).isNull();
        assertThat(HopTime.of(Topics.FAILURES, CAUSE_MS, new RecordHeaders().add("ce_time", null)))
                .isNull();
    }

    private static Headers headers(String cause, @Nullable String recorded) {
        var headers = new RecordHeaders().add("ce_time", cause.getBytes(UTF_8));
        return recorded == null ? headers : headers.add("ce_recordedtime", recorded.getBytes(UTF_8));
    }
}
