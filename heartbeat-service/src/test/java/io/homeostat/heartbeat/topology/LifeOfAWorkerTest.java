package io.homeostat.heartbeat.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeOfAWorkerTest {

    private static final String W = WorkerIds.inPartition(0);

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
    void silence_goes_through_warning_and_unresponsive_to_one_zombie_in_one_incident() {
        plane.beat(W, "'incarnation':'a'").ticksForSeconds(400);
        var statuses = plane.statuses();
        assertThat(statuses)
                .extracting(
                        WorkerStatus::state,
                        WorkerStatus::reason,
                        s -> s.since().toEpochMilli() - Plane.START.toEpochMilli())
                .containsExactly(
                        tuple(WorkerState.ALIVE, Reason.FIRST_BEAT, 0L),
                        tuple(WorkerState.WARNING, Reason.SILENT, 60_000L),
                        tuple(WorkerState.UNRESPONSIVE, Reason.SILENT, 120_000L),
                        tuple(WorkerState.ZOMBIE, Reason.SILENT, 302_000L));
        assertThat(statuses.subList(1, 4))
                .extracting(s -> s.provenance().incidentId())
                .doesNotContainNull()
                .containsOnly(statuses.getLast().provenance().incidentId());
        assertThat(statuses).extracting(WorkerStatus::missedCount).containsExactly(0L, 2L, 4L, 10L);
        assertThat(plane.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.ZOMBIE);
            assertThat(requireNonNull(failure.provenance()).causeId())
                    .isEqualTo(statuses.getLast().provenance().id());
        });
        assertThat(plane.audit()).singleElement().satisfies(record -> {
            assertThat(record.chain()).isEqualTo("heartbeat-service/0");
            assertThat(record.decision()).isEqualTo("ZOMBIE");
        });
    }

    @Test
    void a_beat_within_the_double_check_cancels_without_a_failure() {
        plane.beat(W).ticksFor(Duration.ofMillis(301_500)).beat(W).ticksForSeconds(30);
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason)
                .endsWith(
                        tuple(WorkerState.UNRESPONSIVE, Reason.SILENT),
                        tuple(WorkerState.ALIVE, Reason.HEARTBEAT_RESUMED));
        assertThat(plane.failures()).isEmpty();
    }

    @Test
    void recovery_closes_the_incident_and_the_next_trouble_is_another_one() {
        plane.beat(W).ticksForSeconds(60).beat(W).ticksForSeconds(60);
        var statuses = plane.statuses();
        assertThat(statuses)
                .extracting(WorkerStatus::state)
                .containsExactly(WorkerState.ALIVE, WorkerState.WARNING, WorkerState.ALIVE, WorkerState.WARNING);
        var incidents = statuses.stream().map(s -> s.provenance().incidentId()).toList();
        assertThat(incidents.get(0)).isNull();
        assertThat(incidents.get(2)).isEqualTo(incidents.get(1));
        assertThat(incidents.get(3)).isNotNull().isNotEqualTo(incidents.get(1));
    }

    @Test
    void regular_beats_write_nothing_but_the_first_record() {
        for (int i = 0; i < 40; i++) {
            plane.beat(W, "'sequence':" + i).ticksForSeconds(30);
        }
        assertThat(plane.statuses()).hasSize(1);
        assertThat(plane.size(HeartbeatTopology.DUE_STORE)).isEqualTo(1);
    }

    @Test
    void an_announced_worker_gets_the_full_grace_and_the_double_check() {
        plane.beat(W, "'status':'STARTING','incarnation':'a'").ticksFor(Duration.ofMillis(301_500));
        assertThat(plane.statuses()).extracting(WorkerStatus::state).containsExactly(WorkerState.REGISTERED);
        plane.ticksFor(Plane.TICK);
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason, WorkerStatus::lastSeen)
                .containsExactly(tuple(WorkerState.ZOMBIE, Reason.NEVER_HEARD, null));
    }

    @Test
    void a_crash_makes_failed_at_once_and_twice_reported_stays_one_record() {
        plane.beat(W, "'incarnation':'a'").ticksForSeconds(5);
        plane.crash(W, "'incarnation':'a','failureId':'f-1'").crash(W, "'failureId':'f-2'");
        var statuses = plane.statuses();
        assertThat(statuses).extracting(WorkerStatus::state).containsExactly(WorkerState.ALIVE, WorkerState.FAILED);
        assertThat(statuses.getLast().reason()).isEqualTo(Reason.CRASHED);
        assertThat(statuses.getLast().provenance().causeId()).isEqualTo("failures/0/0");
        assertThat(statuses.getLast().provenance().evidence()).containsEntry("failureId", "f-1");
        assertThat(plane.failures()).isEmpty();
        assertThat(plane.audit()).hasSize(1);
    }

    @Test
    void a_commanded_start_that_crashes_before_its_first_beat_is_failed_again_under_its_command() {
        plane.beat(W, "'incarnation':'a'").crash(W, "'incarnation':'a'").ticksForSeconds(1);
        plane.command(W, "cmd-1", "START", "a").result(W, "cmd-1", "SUCCEEDED").ticksForSeconds(1);
        plane.crash(W, "'incarnation':'cmd-1'").crash(W, "'incarnation':'cmd-1'");
        var statuses = plane.statuses();
        assertThat(statuses)
                .extracting(WorkerStatus::state, WorkerStatus::incarnation)
                .containsExactly(
                        tuple(WorkerState.ALIVE, "a"),
                        tuple(WorkerState.FAILED, "a"),
                        tuple(WorkerState.FAILED, "cmd-1"));
        assertThat(statuses.get(2).provenance().incidentId())
                .isEqualTo(statuses.get(1).provenance().incidentId());
        plane.ticksForSeconds(5).beat(W, "'incarnation':'b'");
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason, WorkerStatus::incarnation)
                .containsExactly(tuple(WorkerState.ALIVE, Reason.NEW_INCARNATION, "b"));
    }

    @Test
    void a_fenced_incarnation_is_named_once_and_revives_nothing() {
        plane.beat(W, "'incarnation':'a'").ticksForSeconds(302).command(W, "cmd-1", "TERMINATE", "a");
        plane.statuses();
        plane.beat(W, "'incarnation':'a'").ticksForSeconds(1).beat(W, "'incarnation':'a'");
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason, WorkerStatus::fencedIncarnation)
                .containsExactly(tuple(WorkerState.ZOMBIE, Reason.FENCED, "a"));
        plane.beat(W, "'incarnation':'b'");
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason, WorkerStatus::incarnation)
                .containsExactly(tuple(WorkerState.ALIVE, Reason.NEW_INCARNATION, "b"));
    }

    @Test
    void a_nameless_worker_is_the_next_one_when_the_result_is_read_before_its_beat() {
        plane.beat(W).ticksForSeconds(1).command(W, "cmd-1", "RESTART", "~1").ticksForSeconds(1);
        plane.beat(W).ticksForSeconds(1);
        plane.result(W, "cmd-1", "SUCCEEDED").ticksForSeconds(1);
        plane.beat(W);
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason, WorkerStatus::incarnation)
                .containsExactly(
                        tuple(WorkerState.ALIVE, Reason.FIRST_BEAT, "~1"),
                        tuple(WorkerState.ALIVE, Reason.NEW_INCARNATION, "~2"));
    }

    @Test
    void good_bye_is_no_failure_and_the_worker_is_forgotten_after_its_hours() {
        plane.policy("heartbeat-policy", "{'forget_after_hours':1}").ticksForSeconds(1);
        plane.beat(W, "'incarnation':'a'").beat(W, "'incarnation':'a','status':'STOPPED'");
        plane.crash(W, "'incarnation':'a'");
        assertThat(plane.statuses())
                .extracting(WorkerStatus::state, WorkerStatus::reason)
                .containsExactly(
                        tuple(WorkerState.ALIVE, Reason.FIRST_BEAT), tuple(WorkerState.STOPPED, Reason.GOODBYE));
        plane.ticksFor(Duration.ofHours(1).minusMillis(500));
        assertThat(plane.read(Topics.WORKER_STATUS)).isEmpty();
        plane.ticksFor(Plane.TICK);
        var last = plane.read(Topics.WORKER_STATUS);
        assertThat(last).hasSize(2);
        assertThat(new String(last.getFirst().value(), StandardCharsets.UTF_8)).contains("FORGOTTEN");
        assertThat(last.getLast().value()).isNull();
        assertThat(plane.stored(HeartbeatTopology.WORKERS_STORE, W)).isNull();
        assertThat(plane.size(HeartbeatTopology.DUE_STORE)).isZero();
        assertThat(plane.figures.workersTracked()).isZero();
    }

    @Test
    void no_progress_while_running_is_stuck_until_it_gets_on() {
        for (int i = 0; i < 61; i++) {
            plane.beat(W, "'progress':5,'taskId':'t'").ticksForSeconds(30);
        }
        plane.beat(W, "'progress':6,'taskId':'t'");
        assertThat(plane.statuses())
                .extracting(
                        WorkerStatus::state,
                        WorkerStatus::reason,
                        s -> s.since().getEpochSecond() - Plane.START.getEpochSecond())
                .containsExactly(
                        tuple(WorkerState.ALIVE, Reason.FIRST_BEAT, 0L),
                        tuple(WorkerState.STUCK, Reason.NO_PROGRESS, 1_800L),
                        tuple(WorkerState.ALIVE, Reason.HEARTBEAT_RESUMED, 1_830L));
        assertThat(plane.failures()).extracting(f -> f.kind()).containsExactly(FailureKind.STUCK);
    }

    @Test
    void a_crossed_band_of_a_beating_worker_is_told_and_a_moved_score_is_not() {
        plane.beat(W, "'healthScore':97").beat(W, "'healthScore':80").beat(W, "'healthScore':79");
        plane.beat(W, "'healthScore':50").beat(W, "'healthScore':49").beat(W, "'healthScore':97");
        assertThat(plane.statuses())
                .extracting(WorkerStatus::reason, WorkerStatus::healthScore, WorkerStatus::healthStatus)
                .containsExactly(
                        tuple(Reason.FIRST_BEAT, 97, WorkerStatus.HealthStatus.HEALTHY),
                        tuple(Reason.SCORE_CHANGED, 79, WorkerStatus.HealthStatus.DEGRADED),
                        tuple(Reason.SCORE_CHANGED, 49, WorkerStatus.HealthStatus.UNHEALTHY),
                        tuple(Reason.SCORE_CHANGED, 97, WorkerStatus.HealthStatus.HEALTHY));
    }

    @Test
    void the_audit_chain_of_a_task_is_unbroken() {
        for (var id : WorkerIds.inPartition(0, 5)) {
            plane.beat(id, "'incarnation':'a'").ticksForSeconds(1).crash(id, "'incarnation':'a'");
        }
        var audit = plane.audit();
        assertThat(audit).hasSize(5);
        assertThat(AuditChain.firstBroken(audit)).isNull();
        assertThat(audit.getFirst().sequence()).isEqualTo(1);
    }
}
