package io.homeostat.heartbeat.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.common.policy.HeartbeatPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SilenceRulesTest {

    private static final String SCORE_21 = "'healthScore':21";

    static Stream<Arguments> ages() {
        return Stream.of(
                argumentSet("just below warning", "", 59_999L, WorkerState.ALIVE),
                argumentSet("at warning", "", 60_000L, WorkerState.WARNING),
                argumentSet("just above warning", "", 60_001L, WorkerState.WARNING),
                argumentSet("just below timeout", "", 119_999L, WorkerState.WARNING),
                argumentSet("at timeout", "", 120_000L, WorkerState.UNRESPONSIVE),
                argumentSet("at the zombie threshold: suspected only", "", 300_000L, WorkerState.UNRESPONSIVE),
                argumentSet("just before the double check", "", 301_999L, WorkerState.UNRESPONSIVE),
                argumentSet("at the double check", "", 302_000L, WorkerState.ZOMBIE),
                argumentSet("just after the double check", "", 302_001L, WorkerState.ZOMBIE),
                // 30 - 2 x 5 = 20 is not below 20; 30 - 3 x 5 = 15 is
                argumentSet("score at the least one", "'healthScore':30", 89_999L, WorkerState.WARNING),
                argumentSet("score below the least one", "'healthScore':30", 90_000L, WorkerState.UNRESPONSIVE),
                argumentSet(
                        "score below it from the warning on", "'healthScore':29", 60_000L, WorkerState.UNRESPONSIVE),
                argumentSet("a low score alone is no silence", SCORE_21, 59_999L, WorkerState.ALIVE),
                argumentSet("announced, within the grace", "'status':'STARTING'", 301_999L, WorkerState.REGISTERED),
                argumentSet("announced, after grace and check", "'status':'STARTING'", 302_000L, WorkerState.ZOMBIE),
                argumentSet("stopped is never silent", "'status':'STOPPED'", 86_399_999L, WorkerState.STOPPED));
    }

    @ParameterizedTest
    @MethodSource("ages")
    void state_follows_from_the_age(String fields, long ageMs, WorkerState expected) {
        assertThat(new Script().beat(0, fields).tick(ageMs).state()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("ages")
    void the_due_time_is_the_first_moment_of_a_change_and_no_earlier_one(
            String fields, long ageMs, WorkerState expected) {
        var script = new Script().beat(0, fields).tick(ageMs);
        var worker = requireNonNull(script.worker);
        long due = DueTimes.of(worker, Script.DEFAULTS);
        assertThat(due).isGreaterThan(ageMs);
        int written = script.statuses().size();
        script.tick(due - 1);
        assertThat(script.statuses()).hasSize(written);
        script.tick(due);
        assertThat(script.statuses()).hasSizeGreaterThan(written);
        assertThat(expected).isNotNull();
    }

    @Test
    void after_a_long_gap_the_state_goes_straight_to_where_its_age_is() {
        var script = new Script().beat(0, "");
        script.tick(500_000);
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT ~1", "ZOMBIE SILENT ~1");
        assertThat(script.last().missedCount()).isEqualTo(16);
        assertThat(script.last().healthScore()).isEqualTo(20);
    }

    @Test
    void a_worker_that_never_made_a_beat_is_never_heard_and_has_no_score() {
        var script =
                new Script().beat(0, "'status':'STARTING','incarnation':'a'").tick(302_000);
        assertThat(script.told()).containsExactly("REGISTERED REGISTERED a", "ZOMBIE NEVER_HEARD a");
        assertThat(script.last().healthScore()).isNull();
        assertThat(script.last().lastSeen()).isNull();
    }

    @Test
    void one_zombie_failure_and_one_audit_per_episode() {
        var script = new Script().beat(0, "");
        for (long at = 0; at <= 3_600_000; at += 500) {
            script.tick(at);
        }
        assertThat(script.decisions.stream().filter(WorkerDecision.FailureRaised.class::isInstance))
                .singleElement()
                .satisfies(decision -> assertThat(((WorkerDecision.FailureRaised) decision)
                                .failure()
                                .kind())
                        .isEqualTo(FailureKind.ZOMBIE));
        assertThat(script.decisions.stream().filter(WorkerDecision.Convicted.class::isInstance))
                .hasSize(1);
    }

    static Stream<Arguments> progress() {
        return Stream.of(
                argumentSet("running without progress, just before", "'progress':5", 1_799_999L, WorkerState.ALIVE),
                argumentSet("running without progress, at the limit", "'progress':5", 1_800_000L, WorkerState.STUCK),
                argumentSet("progress never reported", "'taskId':'t'", 1_800_000L, WorkerState.ALIVE),
                argumentSet("draining", "'progress':5,'status':'DRAINING'", 1_800_000L, WorkerState.ALIVE));
    }

    @ParameterizedTest
    @MethodSource("progress")
    void stuck_is_who_beats_and_does_not_get_on(String fields, long atMs, WorkerState expected) {
        var script = new Script();
        for (long at = 0; at < atMs; at += 30_000) {
            script.beat(at, fields).tick(at);
        }
        assertThat(script.tick(atMs).state()).isEqualTo(expected);
    }

    @Test
    void another_task_is_progress_and_so_is_another_number() {
        var script = new Script();
        for (long at = 0; at <= 7_200_000; at += 30_000) {
            script.beat(at, "'progress':5,'taskId':'t-" + at / 1_500_000 + "'").tick(at);
        }
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT ~1");
    }

    @Test
    void silence_of_a_stuck_worker_speaks_its_last_word_only() {
        var script = new Script();
        for (long at = 0; at <= 1_800_000; at += 30_000) {
            script.beat(at, "'progress':5").tick(at);
        }
        script.tick(1_800_000 + 301_999);
        assertThat(script.state()).isEqualTo(WorkerState.STUCK);
        script.tick(1_800_000 + 302_000);
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT ~1", "STUCK NO_PROGRESS ~1", "ZOMBIE SILENT ~1");
        var incidents = script.statuses().stream()
                .map(status -> status.provenance().incidentId())
                .toList();
        assertThat(incidents.get(2)).isNotNull().isEqualTo(incidents.get(1));
    }

    static Stream<Arguments> ends() {
        return Stream.of(argumentSet("stopped", "'status':'STOPPED'", 0L), argumentSet("zombie", "", 302_000L));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void who_ended_is_forgotten_after_its_hours_and_no_earlier(String fields, long endedMs) {
        var script = new Script().beat(0, fields).tick(endedMs);
        long due = endedMs + 24 * 3_600_000L;
        script.tick(due - 1);
        assertThat(script.worker).isNotNull();
        script.tick(due);
        assertThat(script.worker).isNull();
        assertThat(script.last().reason()).isEqualTo(Reason.FORGOTTEN);
        assertThat(script.decisions.getLast()).isInstanceOf(WorkerDecision.Forgotten.class);
    }

    @Test
    void who_still_sends_though_fenced_is_not_forgotten() {
        var script = new Script().beat(0, "'incarnation':'a'").tick(302_000);
        script.command(303_000, RestartCommand.Action.TERMINATE, "cmd-1", "a");
        script.beat(3_600_000, "'incarnation':'a'").tick(302_000 + 24 * 3_600_000L);
        assertThat(script.worker).isNotNull();
        assertThat(script.tick(25 * 3_600_000L).worker).isNull();
    }

    @Test
    void a_least_score_of_zero_or_a_rate_of_zero_never_makes_a_warned_worker_worse() {
        for (var policy : List.of("{'min_health_score':0}", "{'health_score_decay_rate':0}")) {
            var script = new Script()
                    .under(Script.policy(policy))
                    .beat(0, "'healthScore':20")
                    .tick(119_999);
            assertThat(script.state()).isEqualTo(WorkerState.WARNING);
        }
    }

    @Test
    void shortened_thresholds_apply_to_the_silence_that_there_is() {
        HeartbeatPolicy quick = Script.policy("{'heartbeat_interval_seconds':1,'heartbeat_warning_seconds':2,"
                + "'heartbeat_timeout_seconds':3,'zombie_threshold_seconds':4}");
        var script = new Script().beat(0, "").under(quick).tick(5_999);
        assertThat(script.state()).isEqualTo(WorkerState.UNRESPONSIVE);
        assertThat(script.tick(6_000).state()).isEqualTo(WorkerState.ZOMBIE);
    }

    @Test
    void amnesty_never_makes_a_silent_worker_well() {
        var script = new Script().beat(0, "").tick(60_000);
        script.tick(30_000);
        assertThat(script.state()).isEqualTo(WorkerState.WARNING);
    }
}
