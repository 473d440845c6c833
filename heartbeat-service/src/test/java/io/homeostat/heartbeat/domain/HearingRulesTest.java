package io.homeostat.heartbeat.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.heartbeat.domain.HearingRules.Cause;
import io.homeostat.heartbeat.domain.HearingRules.Tick;
import io.homeostat.heartbeat.domain.PartitionState.Hearing;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HearingRulesTest {

    private static final PolicyRef POLICY = new PolicyRef("plane-policy", "built-in");
    private static final PartitionState NORMAL = new PartitionState(Hearing.NORMAL, 1_000);
    private static final PartitionState BLIND = new PartitionState(Hearing.BLIND, 5_000);

    @Test
    void the_first_tick_ever_says_that_the_partition_is_heard() {
        var answer = HearingRules.onTick(PartitionState.NEW, tick(-1, 1_000, false, false), POLICY);
        assertThat(answer.next()).isEqualTo(NORMAL);
        assertThat(answer.records()).singleElement().satisfies(group -> {
            assertThat(group.group()).isEqualTo("partition:4");
            assertThat(group.state()).isEqualTo(FleetGroup.State.NORMAL);
            assertThat(group.since()).isEqualTo(Instant.ofEpochMilli(1_000));
        });
    }

    @Test
    void ordinary_ticks_say_nothing() {
        var answer = HearingRules.onTick(NORMAL, tick(5_000, 5_500, false, true), POLICY);
        assertThat(answer.records()).isEmpty();
        assertThat(answer.next()).isEqualTo(NORMAL);
    }

    @Test
    void a_gap_that_nobody_noticed_is_told_as_a_whole() {
        var answer = HearingRules.onTick(NORMAL, tick(5_000, 65_000, true, true), POLICY);
        assertThat(answer.records())
                .extracting(FleetGroup::state)
                .containsExactly(FleetGroup.State.BLIND, FleetGroup.State.NORMAL);
        assertThat(answer.records().getFirst().since()).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(answer.records().getFirst().until()).isEqualTo(Instant.ofEpochMilli(65_000));
        assertThat(answer.records().getLast().since()).isEqualTo(Instant.ofEpochMilli(65_000));
        assertThat(answer.records().getFirst().cause()).contains("60.000 s");
        assertThat(answer.next()).isEqualTo(new PartitionState(Hearing.NORMAL, 65_000));
    }

    @Test
    void blindness_is_told_once_and_ends_with_the_next_tick_that_brings_time() {
        var blind = HearingRules.onSilence(NORMAL, 4, 5_000, Cause.NO_TICKS, 2_500, "heartbeats/4/9", POLICY);
        assertThat(blind.next()).isEqualTo(BLIND);
        assertThat(blind.records()).singleElement().satisfies(group -> {
            assertThat(group.state()).isEqualTo(FleetGroup.State.BLIND);
            assertThat(group.since()).isEqualTo(Instant.ofEpochMilli(5_000));
            assertThat(group.until()).isNull();
            assertThat(group.cause()).isEqualTo("no tick was read for 2.500 s");
        });
        var again = HearingRules.onSilence(BLIND, 4, 5_000, Cause.NO_TICKS, 3_000, "heartbeats/4/9", POLICY);
        assertThat(again.records()).isEmpty();
        assertThat(HearingRules.onTick(BLIND, tick(5_000, 5_000, false, false), POLICY)
                        .records())
                .isEmpty();
        var heard = HearingRules.onTick(BLIND, tick(5_000, 9_000, true, true), POLICY);
        assertThat(heard.next()).isEqualTo(new PartitionState(Hearing.NORMAL, 9_000));
        assertThat(heard.records())
                .singleElement()
                .satisfies(group -> assertThat(group.provenance().evidence())
                        .containsKeys("blindSince", "blindUntil")
                        .containsEntry("gapInLog", true));
    }

    @Test
    void blindness_of_the_task_alone_says_that_the_log_does_not_hold_it() {
        var heard = HearingRules.onTick(BLIND, tick(5_000, 5_500, false, true), POLICY);

        assertThat(heard.records().getFirst().provenance().evidence()).containsEntry("gapInLog", false);
    }

    @Test
    void whoever_notices_a_gap_first_it_is_one_blindness() {
        var noticed = HearingRules.onSilence(NORMAL, 4, 5_000, Cause.NO_TICKS, 2_500, "heartbeats/4/9", POLICY);
        var found = HearingRules.onTick(NORMAL, tick(5_000, 65_000, true, true), POLICY);
        var ended = HearingRules.onTick(BLIND, tick(5_000, 65_000, true, true), POLICY);

        assertThat(ids(found))
                .containsExactly(ids(noticed).getFirst(), ids(ended).getFirst());
    }

    @Test
    void each_blindness_and_each_end_of_one_is_its_own() {
        var first = HearingRules.onSilence(NORMAL, 4, 5_000, Cause.NO_TICKS, 2_500, "heartbeats/4/9", POLICY);
        var second = HearingRules.onSilence(NORMAL, 4, 5_500, Cause.NO_TICKS, 2_500, "heartbeats/4/10", POLICY);
        var otherLog = HearingRules.onSilence(NORMAL, 4, 5_500, Cause.NO_TICKS, 2_500, "heartbeats/4/9", POLICY);
        var otherPartition = HearingRules.onSilence(NORMAL, 5, 5_000, Cause.NO_TICKS, 2_500, "heartbeats/4/9", POLICY);
        var end = HearingRules.onTick(BLIND, tick(5_000, 9_000, true, true), POLICY);

        assertThat(Stream.of(first, second, otherLog, otherPartition, end).flatMap(answer -> ids(answer).stream()))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_partition_that_was_never_heard_has_no_moment_since_when_it_is_blind() {
        var answer =
                HearingRules.onSilence(PartitionState.NEW, 4, -1, Cause.NO_TICKS, 9_000, "heartbeats/4/-1", POLICY);
        assertThat(answer.records()).isEmpty();
    }

    private static List<String> ids(HearingRules.Answer answer) {
        return answer.records().stream().map(group -> group.provenance().id()).toList();
    }

    private static Tick tick(long lastAt, long at, boolean gap, boolean moved) {
        return new Tick(4, lastAt, "heartbeats/4/9", at, gap, moved, "heartbeats/4/10");
    }
}
