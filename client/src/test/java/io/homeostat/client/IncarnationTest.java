package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IncarnationTest {

    private static final Instant START = Instant.parse("2026-11-22T05:44:00.123Z");

    @Test
    void names_are_unique_within_one_millisecond() {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(_ -> Incarnation.startedAt(START))
                        .collect(Collectors.toSet()))
                .hasSize(10_000);
    }

    @Test
    void names_are_ulids_and_sort_by_start() {
        var earlier = Incarnation.startedAt(START);
        var later = Incarnation.startedAt(START.plusMillis(1));

        assertThat(earlier).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
        assertThat(earlier).isLessThan(later);
        // The example of the ULID specification: its first ten characters are this millisecond.
        assertThat(Incarnation.startedAt(Instant.ofEpochMilli(1_469_918_176_385L)))
                .startsWith("01ARYZ6S41");
    }
}
