package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightTest {

    @Test
    void sighted_time_stands_still_from_the_first_blind_partition_to_the_last() {
        var sight = Sight.CLEAR.seen("partition:1", true, 1_000).seen("partition:4", true, 2_000);
        assertThat(sight.isBlind()).isTrue();
        assertThat(sight.sightedMs(9_000)).isEqualTo(1_000);

        sight = sight.seen("partition:1", false, 10_000);
        assertThat(sight.isBlind()).isTrue();
        sight = sight.seen("partition:4", false, 11_000);

        assertThat(sight.isBlind()).isFalse();
        assertThat(sight.sightedMs(11_000)).isEqualTo(1_000);
        assertThat(sight.sightedMs(11_500)).isEqualTo(1_500);
    }

    @Test
    void what_is_told_late_counts_no_time_twice() {
        var sight = Sight.CLEAR.seen("partition:1", true, 50).seen("partition:1", false, 60);
        sight = sight.seen("partition:2", true, 55).seen("partition:2", false, 58);
        assertThat(sight.sightedMs(100)).isEqualTo(90);
        sight = sight.seen("partition:2", true, 95);
        assertThat(sight.sightedMs(100)).isEqualTo(85);
    }

    @Test
    void a_repeated_state_and_a_storm_group_change_nothing() {
        var blind = Sight.CLEAR.seen("partition:0", true, 100);

        assertThat(blind.seen("partition:0", true, 200)).isEqualTo(blind);
        assertThat(Sight.CLEAR.seen("partition:0", false, 100)).isEqualTo(Sight.CLEAR);
        assertThat(Sight.CLEAR.seen("type:x|production", true, 100)).isEqualTo(Sight.CLEAR);
    }
}
