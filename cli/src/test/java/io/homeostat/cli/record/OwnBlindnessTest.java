package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnBlindnessTest {

    private final OwnBlindness own = new OwnBlindness();

    @Test
    void both_ends_of_what_the_log_does_not_hold_are_found_among_others() {
        own.take(0, normal(2, "null", "null"));
        own.take(1, blind(2, "08:00:00"));
        own.take(2, blind(3, "08:00:00"));
        own.take(3, normal(2, "\"08:00:00\"", "false"));
        own.take(4, normal(3, "\"08:00:00\"", "true"));
        own.take(5, blind(3, "08:00:09"));

        assertThat(own.offsets()).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void an_end_that_belongs_to_no_beginning_in_the_span_ends_nothing() {
        own.take(1, normal(2, "\"08:00:00\"", "false"));
        own.take(2, blind(2, "08:00:01"));
        own.take(3, normal(2, "\"08:00:00\"", "false"));

        assertThat(own.offsets()).isEmpty();
    }

    @Test
    void what_an_older_service_wrote_and_what_is_no_group_tells_nothing() {
        own.take(1, blind(2, "08:00:00"));
        own.take(2, null);
        own.take(3, "[".getBytes(UTF_8));
        own.take(4, "{}".getBytes(UTF_8));
        own.take(5, normal(2, "\"08:00:00\"", "null"));

        assertThat(own.offsets()).isEmpty();
    }

    private static byte[] blind(int partition, String since) {
        return ("{\"group\":\"partition:" + partition + "\",\"state\":\"BLIND\",\"since\":\"" + since + "\"}")
                .getBytes(UTF_8);
    }

    private static byte[] normal(int partition, String blindSince, String gapInLog) {
        return ("{\"group\":\"partition:" + partition + "\",\"state\":\"NORMAL\",\"evidence\":{\"blindSince\":"
                        + blindSince + ",\"gapInLog\":" + gapInLog + "}}")
                .getBytes(UTF_8);
    }
}
