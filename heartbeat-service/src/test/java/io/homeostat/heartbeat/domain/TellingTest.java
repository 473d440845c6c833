package io.homeostat.heartbeat.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a record says of itself: a person and a machine must be able to follow every decision. */
class TellingTest {

    @Test
    void a_silence_says_how_long_by_which_thresholds_and_on_whose_time() {
        var zombie = new Script()
                .beat(0, "'healthScore':90,'incarnation':'a'")
                .tick(302_000)
                .last();
        var provenance = zombie.provenance();
        assertThat(provenance.message()).isEqualTo("w-1 has been silent for 302 s and is now ZOMBIE.");
        assertThat(provenance.decision()).isEqualTo("ZOMBIE");
        assertThat(provenance.policy()).isEqualTo(new PolicyRef("heartbeat-policy", "test"));
        assertThat(provenance.evidence())
                .containsEntry("ageSeconds", new BigDecimal("302.000"))
                .containsEntry("observedSeconds", new BigDecimal("302.000"))
                .containsEntry("warningSeconds", 60L)
                .containsEntry("timeoutSeconds", 120L)
                .containsEntry("zombieSeconds", 300L)
                .containsEntry("doubleCheckSeconds", 2L)
                .containsEntry("lastSeen", "2026-11-22T05:44:00.000Z")
                .containsEntry("reportedScore", 90)
                .containsEntry("partition", 0)
                .containsEntry("input", "ticks/0/1")
                .doesNotContainKey("startupGraceSeconds");
        assertThat(zombie.healthScore()).isEqualTo(40);
        assertThat(zombie.healthStatus()).isEqualTo(WorkerStatus.HealthStatus.UNHEALTHY);
    }

    @Test
    void every_reason_has_a_sentence_of_its_own() {
        var script = new Script();
        script.beat(0, "'status':'STARTING','incarnation':'a'").beat(1_000, "'incarnation':'a'");
        assertThat(message(script, 0)).isEqualTo("w-1 was announced and has 300 s for its first beat.");
        assertThat(message(script, 1)).isEqualTo("w-1 was heard for the first time.");
        script.beat(2_000, "'incarnation':'a','healthScore':60");
        assertThat(message(script, 2)).isEqualTo("w-1 is now DEGRADED with a score of 60.");
        script.tick(62_000).beat(70_000, "'incarnation':'a'");
        assertThat(message(script, 4)).isEqualTo("w-1 is heard again, in the same incarnation.");
        assertThat(script.last().provenance().evidence()).containsEntry("silentSeconds", new BigDecimal("68.000"));
        script.command(71_000, RestartCommand.Action.TERMINATE, "cmd-1", "a").beat(72_000, "'incarnation':'a'");
        assertThat(message(script, 5)).isEqualTo("Incarnation a of w-1 still beats although it was commanded to end.");
        assertThat(script.last().provenance().decision()).isEqualTo("FENCED");
        script.beat(80_000, "'incarnation':'b'").beat(81_000, "'incarnation':'b','status':'STOPPED'");
        assertThat(message(script, 6)).isEqualTo("w-1 is now incarnation b.");
        assertThat(script.statuses().get(6).provenance().decision()).isEqualTo("NEW_INCARNATION");
        assertThat(message(script, 7)).isEqualTo("w-1 said good-bye.");
        script.tick(81_000 + 24 * 3_600_000L);
        assertThat(message(script, 8)).isEqualTo("w-1 has been gone for 24 h and is forgotten.");
    }

    @Test
    void a_stuck_worker_says_since_when_it_does_not_get_on() {
        var script = BeatRulesTest.in(WorkerState.STUCK);
        assertThat(script.last().provenance().message()).isEqualTo("w-1 beats but has made no progress for 300 s.");
        assertThat(script.last().provenance().evidence())
                .containsEntry("progress", 5L)
                .containsEntry("unchangedSeconds", new BigDecimal("300.000"))
                .containsEntry("stuckAfterMinutes", 5L);
        script.beat(1_000_000, "'incarnation':'a','progress':6");
        assertThat(script.last().provenance().message()).isEqualTo("w-1 gets on again.");
    }

    @Test
    void never_heard_and_crashed_say_so() {
        var never = new Script().beat(0, "'status':'STARTING'").tick(302_000).last();
        assertThat(never.provenance().message()).isEqualTo("w-1 was announced 302 s ago and never heard.");
        assertThat(never.provenance().evidence()).containsEntry("startupGraceSeconds", 300L);
        var crashed = new Script().beat(0, "").crash(5_000, null).last();
        assertThat(crashed.provenance().message()).isEqualTo("w-1 ended: its process crashed.");
        assertThat(crashed.provenance().evidence())
                .containsEntry("failureId", "failures/0/1")
                .containsEntry("kind", "CRASH");
    }

    @Test
    void the_failure_of_a_verdict_follows_from_its_status() {
        var script = new Script()
                .beat(0, "'incarnation':'a','taskId':'t','synthetic':true")
                .tick(302_000);
        var failure = script.decisions.stream()
                .filter(WorkerDecision.FailureRaised.class::isInstance)
                .map(decision -> ((WorkerDecision.FailureRaised) decision).failure())
                .findFirst()
                .orElseThrow();
        assertThat(Objects.requireNonNull(failure.provenance()).causeId())
                .isEqualTo(script.last().provenance().id());
        assertThat(failure.message()).isEqualTo(script.last().provenance().message());
        assertThat(failure)
                .extracting(Failure::taskId, Failure::incarnation, Failure::synthetic)
                .containsExactly("t", "a", true);
        assertThat(script.last().provenance().synthetic()).isTrue();
    }

    @Test
    void ages_move_with_the_worker_to_another_partitions_time() {
        var beat = Script.heartbeat("'incarnation':'a','progress':5");
        var law = new PolicyRef("heartbeat-policy", "test");
        var first = WorkerRules.decide(null, heard(beat, 1, 0), new Judging(Script.DEFAULTS, law, 1, 1_000, 1_000));
        var moved = WorkerRules.decide(
                first.next(), heard(beat, 2, 30_000), new Judging(Script.DEFAULTS, law, 2, 900_000, 31_000));
        assertThat(Objects.requireNonNull(moved.next()).ages())
                .isEqualTo(new Ages(2, 900_000, 900_000, 870_000, 870_000));
        assertThat(moved.decisions()).isEmpty();
    }

    @Test
    void only_beats_and_crashes_of_workers_bring_newcomers() {
        var beat = heard(Script.heartbeat("'workerType':'gpu'"), 0, 0);
        assertThat(WorkerRules.newcomer(beat))
                .isEqualTo(new WorkerRecord.Identity("gpu", "gpu", "unknown", "production", false));
        assertThat(WorkerRules.newcomer(new WorkerEvent.Due("w-1", beat.origin())))
                .isNull();
        assertThat(WorkerRules.decide(
                        null,
                        new WorkerEvent.Due("w-1", beat.origin()),
                        new Judging(Script.DEFAULTS, new PolicyRef("p", "v"), 0, 0, 0)))
                .isEqualTo(Verdict.silent(null));
    }

    private static String message(Script script, int index) {
        return Objects.requireNonNull(script.statuses().get(index).provenance().message());
    }

    private static WorkerEvent.Heard heard(Heartbeat beat, int partition, long atMs) {
        var time = Instant.ofEpochMilli(Script.START + atMs);
        return new WorkerEvent.Heard(beat, new Origin("heartbeats", partition, 7, time));
    }
}
