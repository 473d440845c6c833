package io.homeostat.heartbeat.domain;

import static io.homeostat.common.contract.CommandResult.Status.ACCEPTED;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.CommandResult.Status.UNKNOWN;
import static io.homeostat.common.contract.RestartCommand.Action.TERMINATE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BeatRulesTest {

    private static final String A = "'incarnation':'a'";
    private static final String B = "'incarnation':'b'";
    private static final String ANNOUNCED = ",'status':'STARTING'";
    private static final String BYE = ",'status':'STOPPED'";

    /** A worker of incarnation {@code a} in a state, all of it before second 1000. */
    static Script in(WorkerState state) {
        var script = new Script();
        return switch (state) {
            case REGISTERED -> script.beat(900_000, A + ANNOUNCED);
            case ALIVE -> script.beat(990_000, A + ",'sequence':7");
            case WARNING -> script.beat(920_000, A + ",'sequence':7").tick(980_000);
            case UNRESPONSIVE -> script.beat(800_000, A + ",'sequence':7").tick(920_000);
            case ZOMBIE -> script.beat(600_000, A + ",'sequence':7").tick(902_000);
            case FAILED -> script.beat(600_000, A + ",'sequence':7").crash(610_000, "a");
            case STUCK -> stuck(script);
            case STOPPED -> script.beat(600_000, A + ",'sequence':7").beat(610_000, A + ",'sequence':8" + BYE);
        };
    }

    private static Script stuck(Script script) {
        script.under(Script.policy("{'stuck_after_minutes':5}"));
        for (int i = 0; i <= 10; i++) {
            script.beat(690_000 + 30_000L * i, A + ",'progress':5,'sequence':" + i)
                    .tick(690_000 + 30_000L * i);
        }
        return script;
    }

    static Stream<Arguments> stateByBeat() {
        return Stream.of(
                row(WorkerState.REGISTERED, A + ",'sequence':50", "ALIVE FIRST_BEAT a"),
                row(WorkerState.REGISTERED, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.REGISTERED, B + ANNOUNCED, "REGISTERED NEW_INCARNATION b"),
                row(WorkerState.REGISTERED, A + ANNOUNCED, null),
                row(WorkerState.REGISTERED, A + BYE, "STOPPED GOODBYE a"),
                row(WorkerState.ALIVE, A + ",'sequence':50", null),
                row(WorkerState.ALIVE, A + ",'sequence':7", null),
                row(WorkerState.ALIVE, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.ALIVE, B + ANNOUNCED, null),
                row(WorkerState.ALIVE, A + ANNOUNCED, null),
                row(WorkerState.ALIVE, "'status':'STARTING'", null),
                row(WorkerState.ALIVE, A + BYE, "STOPPED GOODBYE a"),
                row(WorkerState.ALIVE, B + BYE, null),
                row(WorkerState.WARNING, A + ",'sequence':50", "ALIVE HEARTBEAT_RESUMED a"),
                row(WorkerState.WARNING, A + ",'sequence':7", null),
                row(WorkerState.WARNING, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.WARNING, A + BYE, "STOPPED GOODBYE a"),
                row(WorkerState.UNRESPONSIVE, A + ",'sequence':50", "ALIVE HEARTBEAT_RESUMED a"),
                row(WorkerState.UNRESPONSIVE, A + ",'sequence':6", null),
                row(WorkerState.UNRESPONSIVE, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.ZOMBIE, A + ",'sequence':50", "ALIVE HEARTBEAT_RESUMED a"),
                row(WorkerState.ZOMBIE, A + ",'sequence':7", null),
                row(WorkerState.ZOMBIE, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.ZOMBIE, B + ANNOUNCED, "REGISTERED NEW_INCARNATION b"),
                row(WorkerState.ZOMBIE, A + ANNOUNCED, null),
                row(WorkerState.ZOMBIE, A + BYE, "STOPPED GOODBYE a"),
                row(WorkerState.FAILED, A + ",'sequence':50", "ALIVE HEARTBEAT_RESUMED a"),
                row(WorkerState.FAILED, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.FAILED, B + ANNOUNCED, "REGISTERED NEW_INCARNATION b"),
                row(WorkerState.FAILED, A + BYE, "STOPPED GOODBYE a"),
                row(WorkerState.STUCK, A + ",'sequence':50,'progress':5", null),
                row(WorkerState.STUCK, A + ",'sequence':50,'progress':6", "ALIVE HEARTBEAT_RESUMED a"),
                row(WorkerState.STUCK, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.STOPPED, A + ",'sequence':50", "ALIVE HEARTBEAT_RESUMED a"),
                row(WorkerState.STOPPED, B, "ALIVE NEW_INCARNATION b"),
                row(WorkerState.STOPPED, B + ANNOUNCED, "REGISTERED NEW_INCARNATION b"),
                row(WorkerState.STOPPED, A + BYE, null));
    }

    private static Arguments row(WorkerState state, String beat, @Nullable String expected) {
        return argumentSet(state + " hears " + beat, state, beat, expected);
    }

    @ParameterizedTest
    @MethodSource("stateByBeat")
    void a_beat_means(WorkerState state, String beat, @Nullable String expected) {
        var script = in(state);
        assertThat(script.state()).isEqualTo(state);
        int written = script.statuses().size();
        script.beat(1_000_000, beat);
        assertThat(script.told().subList(written, script.told().size()))
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void a_replayed_beat_changes_nothing_at_all() {
        var script = in(WorkerState.ALIVE);
        var before = script.worker;
        assertThat(script.beat(995_000, A + ",'sequence':7").worker).isEqualTo(before);
        assertThat(script.beat(995_000, A + ",'sequence':3").worker).isEqualTo(before);
    }

    @Test
    void a_beat_that_was_overtaken_does_not_make_its_worker_older() {
        var script = new Script().beat(10_000, A);
        var before = script.worker;
        assertThat(script.beat(9_999, A).worker).isEqualTo(before);
        assertThat(script.beat(9_999, "'incarnation':'older'").worker).isEqualTo(before);
    }

    @Test
    void recovery_carries_the_incident_for_the_last_time() {
        var script = in(WorkerState.ZOMBIE).beat(1_000_000, A + ",'sequence':8");
        var incident = script.last().provenance().incidentId();
        assertThat(incident).isNotNull();
        assertThat(script.tick(1_060_000).last().provenance().incidentId())
                .isNotNull()
                .isNotEqualTo(incident);
    }

    static Stream<Arguments> stragglers() {
        return Stream.of(
                argumentSet("appended before the crash", 609_000L, false),
                argumentSet("together with the crash", 610_000L, false),
                argumentSet("just within the double check", 611_999L, false),
                argumentSet("at the double check", 612_000L, true));
    }

    @ParameterizedTest
    @MethodSource("stragglers")
    void only_a_beat_that_cannot_be_a_straggler_contradicts_a_crash(long beatMs, boolean revives) {
        var script = in(WorkerState.FAILED).beat(beatMs, A + ",'sequence':8");
        assertThat(script.state()).isEqualTo(revives ? WorkerState.ALIVE : WorkerState.FAILED);
    }

    @Test
    void a_fenced_incarnation_is_told_of_once_whatever_it_sends_and_its_good_bye_is_obedience() {
        var script = in(WorkerState.ZOMBIE).command(910_000, TERMINATE, "cmd-1", "a");
        script.beat(920_000, A + ",'sequence':9" + BYE);
        assertThat(script.state()).isEqualTo(WorkerState.ZOMBIE);
        script.beat(930_000, A + ",'sequence':10").beat(940_000, A + ",'sequence':11");
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT a", "ZOMBIE SILENT a", "ZOMBIE FENCED a");
        assertThat(script.last().fencedIncarnation()).isEqualTo("a");
        assertThat(script.last().since()).isEqualTo(Instant.ofEpochMilli(Script.START + 902_000));
    }

    @Test
    void a_command_without_expectation_fences_who_was_there_when_it_was_written() {
        var script = in(WorkerState.ALIVE).beat(995_000, B).command(994_000, TERMINATE, "cmd-1", null);
        script.beat(996_000, B);
        assertThat(script.last().reason()).isNotEqualTo(Reason.FENCED);
        script.command(997_000, TERMINATE, "cmd-2", null).beat(998_000, B);
        assertThat(script.last().reason()).isEqualTo(Reason.FENCED);
    }

    @Test
    void a_refused_command_lifts_the_fence_of_the_present_incarnation_and_of_no_older_one() {
        var present = in(WorkerState.ZOMBIE).command(910_000, TERMINATE, "cmd-1", "a");
        present.result(911_000, "cmd-1", REFUSED).beat(920_000, A + ",'sequence':9");
        assertThat(present.told().getLast()).isEqualTo("ALIVE HEARTBEAT_RESUMED a");
        var older = in(WorkerState.ALIVE).beat(991_000, B).command(992_000, TERMINATE, "cmd-1", "a");
        older.result(993_000, "cmd-1", REFUSED).beat(994_000, A + ",'sequence':9");
        assertThat(older.last().reason()).isEqualTo(Reason.FENCED);
        assertThat(older.last().incarnation()).isEqualTo("b");
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                argumentSet("it goes on", ACCEPTED, 1),
                argumentSet("it is said to be done", SUCCEEDED, 1),
                argumentSet("it failed", FAILED, 2),
                argumentSet("it was refused", REFUSED, 1),
                argumentSet("nobody knows", UNKNOWN, 2));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_fenced_incarnation_is_told_of_once_more_if_its_end_did_not_come(Status end, int times) {
        var script = in(WorkerState.ALIVE).beat(991_000, B).command(992_000, TERMINATE, "cmd-1", "a");
        script.beat(993_000, A).result(994_000, "cmd-0", end).beat(995_000, A);
        assertThat(fencedTold(script)).isEqualTo(1);
        script.result(996_000, "cmd-1", end).beat(997_000, A).beat(998_000, A);
        assertThat(fencedTold(script)).isEqualTo(times);
        assertThat(script.state()).isEqualTo(WorkerState.ALIVE);
        assertThat(script.last().incarnation()).isEqualTo("b");
    }

    private static long fencedTold(Script script) {
        return script.told().stream().filter("ALIVE FENCED b"::equals).count();
    }

    static Stream<Arguments> terminates() {
        return Stream.of(
                argumentSet("the fifth", 5, "ALIVE FENCED x"),
                argumentSet("the last that finds room", 32, "ALIVE FENCED x"),
                argumentSet("one more: the oldest fence falls away", 33, "ALIVE NEW_INCARNATION old-1"));
    }

    @ParameterizedTest
    @MethodSource("terminates")
    void an_old_incarnation_revives_nothing_after_many_later_terminates(int commands, String told) {
        var script = new Script().beat(0, "'incarnation':'x'");
        for (int i = 1; i <= commands; i++) {
            script.command(1_000 + i, TERMINATE, "cmd-" + i, "old-" + i);
        }
        assertThat(requireNonNull(script.worker).fences())
                .hasSize(Math.min(commands, 32))
                .last()
                .isEqualTo(new WorkerRecord.Fence("old-" + commands, "cmd-" + commands, false));
        assertThat(script.beat(2_000, "'incarnation':'old-1'").told().getLast()).isEqualTo(told);
    }
}
