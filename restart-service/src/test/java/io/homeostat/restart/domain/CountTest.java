package io.homeostat.restart.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {

    @ParameterizedTest(name = "a failure {0} ms after the repair: {1} attempts")
    @CsvSource({"0, 2", "3599999, 2", "3600000, 2", "3600001, 0"})
    void exactly_the_reset_time_still_continues_the_count(long age, int attempts) {
        var count = new Lineage.Count(2, 1_000, 7, 9);

        var judged = count.at(1_000 + age, 3_600_000);

        assertThat(judged.attempts()).isEqualTo(attempts);
        assertThat(judged.lifetimeAttempts()).isEqualTo(9);
        assertThat(judged.episode()).isEqualTo(7);
        assertThat(count.continues(1_000 + age, 3_600_000)).isEqualTo(attempts == 2);
    }

    @Test
    void a_lineage_without_a_repair_has_nothing_to_continue() {
        assertThat(Lineage.Count.NONE.at(Long.MAX_VALUE, 1)).isEqualTo(Lineage.Count.NONE);
        assertThat(Lineage.Count.NONE.continues(0, Long.MAX_VALUE)).isFalse();
    }
}
