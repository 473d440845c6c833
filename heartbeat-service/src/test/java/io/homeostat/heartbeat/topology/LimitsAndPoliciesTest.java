package io.homeostat.heartbeat.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsAndPoliciesTest {

    private static final List<String> IDS = WorkerIds.inPartition(0, 40);

    @TempDir
    Path directory;

    private Plane plane;

    @BeforeEach
    void start() {
        plane = new Plane(directory);
        plane.tick();
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void beyond_the_share_of_max_workers_new_ones_are_refused_and_known_ones_are_not_touched() {
        plane.policy("plane-policy", "{'max_workers':7}").ticksForSeconds(1); // seven for six tasks: two each
        IDS.subList(0, 4).forEach(plane::beat);
        plane.beat(IDS.getFirst(), "'incarnation':'b'");
        assertThat(plane.statuses())
                .extracting(WorkerStatus::workerId)
                .containsExactly(IDS.get(0), IDS.get(1), IDS.get(0));
        assertThat(plane.deadLetters()).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.error()).contains("max_workers (7)");
            assertThat(letter.valueBase64()).isNotEmpty();
        });
        assertThat(plane.figures.newcomersRefused()).isEqualTo(2);
        plane.crash(IDS.get(3), "");
        assertThat(plane.statuses()).isEmpty();
    }

    @Test
    void who_is_forgotten_makes_room() {
        plane.policy("plane-policy", "{'max_workers':6}").policy("heartbeat-policy", "{'forget_after_hours':1}");
        plane.ticksForSeconds(1).beat(IDS.get(0), "'status':'STOPPED'").beat(IDS.get(1));
        assertThat(plane.deadLetters()).hasSize(1);
        plane.ticksFor(Duration.ofHours(1)).beat(IDS.get(1));
        assertThat(plane.deadLetters()).isEmpty();
    }

    @Test
    void new_workers_per_minute_are_counted_over_a_sliding_minute_of_observed_time() {
        plane.policy("plane-policy", "{'new_workers_per_minute':60}").ticksForSeconds(1);
        IDS.subList(0, 11).forEach(plane::beat);
        assertThat(plane.deadLetters()).hasSize(1);
        plane.ticksForSeconds(60).beat(IDS.get(11)); // could still be within the minute of the first ones
        assertThat(plane.deadLetters()).hasSize(1);
        plane.ticksForSeconds(1);
        IDS.subList(11, 22).forEach(plane::beat);
        assertThat(plane.deadLetters()).hasSize(1);
        plane.withoutTicks(Duration.ofHours(1)).beat(IDS.get(30));
        assertThat(plane.deadLetters()).as("time stood still").hasSize(1);
    }

    @Test
    void shortened_thresholds_reach_workers_that_are_indexed_already() {
        IDS.forEach(plane::beat);
        plane.ticksForSeconds(10);
        assertThat(plane.statuses()).hasSize(IDS.size());
        plane.policy(
                "heartbeat-policy/type:default",
                "{'heartbeat_interval_seconds':1,'heartbeat_warning_seconds':5,'heartbeat_timeout_seconds':8,"
                        + "'zombie_threshold_seconds':20}");
        assertThat(plane.statuses()).as("not before the next tick").isEmpty();
        plane.ticksFor(Plane.TICK);
        assertThat(plane.statuses()).hasSize(IDS.size()).allSatisfy(status -> {
            assertThat(status.state()).isEqualTo(WorkerState.UNRESPONSIVE);
            assertThat(status.provenance().policy()).extracting("version").isEqualTo("v2");
        });
        plane.ticksForSeconds(12);
        assertThat(plane.statuses())
                .hasSize(IDS.size())
                .allSatisfy(status -> assertThat(status.state()).isEqualTo(WorkerState.ZOMBIE));
        assertThat(plane.size(HeartbeatTopology.DUE_STORE)).isEqualTo(IDS.size());
    }

    @Test
    void lengthened_thresholds_spare_whoever_is_not_yet_silent_by_them() {
        plane.beat(IDS.getFirst()).ticksForSeconds(59);
        plane.policy(
                "heartbeat-policy",
                "{'heartbeat_warning_seconds':100,'heartbeat_timeout_seconds':200,'zombie_threshold_seconds':400}");
        plane.ticksForSeconds(40);
        assertThat(plane.statuses()).hasSize(1);
        plane.ticksForSeconds(1);
        assertThat(plane.statuses()).extracting(WorkerStatus::state).containsExactly(WorkerState.WARNING);
    }

    @Test
    void a_policy_that_cannot_be_is_reported_once_and_the_last_good_one_stays() {
        plane.policy("heartbeat-policy", "{'heartbeat_timeout_seconds':1}").beat(IDS.getFirst());
        plane.ticksForSeconds(60);
        assertThat(plane.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFIG_INVALID);
            assertThat(failure.subject()).isEqualTo("heartbeat-policy");
            assertThat(failure.message()).contains("heartbeat_timeout_seconds");
        });
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state)
                .containsExactly(WorkerState.ALIVE, WorkerState.WARNING);
        assertThat(plane.deadLetters()).isEmpty();
    }
}
