package io.homeostat.heartbeat.domain;

import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.RestartCommand.Action.RESTART;
import static io.homeostat.common.contract.RestartCommand.Action.START;
import static io.homeostat.common.contract.RestartCommand.Action.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.common.contract.WorkerState;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrashRulesTest {

    private static final String A = "'incarnation':'a'";

    @ParameterizedTest
    @EnumSource(WorkerState.class)
    void a_crash_of_the_present_incarnation_fails_whoever_has_not_ended_rightly(WorkerState state) {
        var script = BeatRulesTest.in(state).crash(1_000_000, "a");
        boolean ended = state == WorkerState.STOPPED;
        assertThat(script.state()).isEqualTo(ended ? WorkerState.STOPPED : WorkerState.FAILED);
    }

    @ParameterizedTest
    @EnumSource(WorkerState.class)
    void a_crash_of_any_other_incarnation_changes_nothing(WorkerState state) {
        var script = BeatRulesTest.in(state);
        var before = script.worker;
        assertThat(script.crash(1_000_000, "z").worker).isEqualTo(before);
    }

    static Stream<Arguments> nameless() {
        return Stream.of(
                argumentSet("before the present incarnation's first beat", 9_999L, WorkerState.ALIVE),
                argumentSet("at its first beat", 10_000L, WorkerState.FAILED),
                argumentSet("after it", 10_001L, WorkerState.FAILED));
    }

    @ParameterizedTest
    @MethodSource("nameless")
    void a_crash_without_incarnation_is_the_present_ones_unless_older(long crashMs, WorkerState expected) {
        var script = new Script().beat(0, A).beat(10_000, "'incarnation':'b'").crash(crashMs, null);
        assertThat(script.state()).isEqualTo(expected);
    }

    static Stream<Arguments> readLate() {
        return Stream.of(
                argumentSet("beat just within the double check", 11_999L, WorkerState.FAILED),
                argumentSet("beat at the double check", 12_000L, WorkerState.ALIVE));
    }

    @ParameterizedTest
    @MethodSource("readLate")
    void a_crash_read_after_a_later_beat_has_the_same_end_as_in_order(long beatMs, WorkerState expected) {
        assertThat(new Script().beat(0, A).beat(beatMs, A).crash(10_000, "a").state())
                .isEqualTo(expected);
        assertThat(new Script().beat(0, A).crash(10_000, "a").beat(beatMs, A).state())
                .isEqualTo(expected);
    }

    @Test
    void a_crash_of_an_unknown_worker_registers_it_as_failed() {
        var script = new Script().crash(0, "a");
        assertThat(script.told()).containsExactly("FAILED CRASHED a");
        assertThat(script.last().previousState()).isNull();
        assertThat(script.last().workerType()).isEqualTo("default");
        assertThat(script.last().provenance().incidentId()).isNotNull();
        assertThat(script.beat(60_000, "'incarnation':'b'").told()).endsWith("ALIVE NEW_INCARNATION b");
    }

    @Test
    void the_process_of_the_last_command_can_fail_before_its_first_beat_and_only_once() {
        var script = new Script().beat(0, A).crash(1_000, "a").command(2_000, START, "cmd-1", "a");
        script.crash(3_000, "cmd-1").crash(3_500, "cmd-1").crash(3_600, "a");
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT a", "FAILED CRASHED a", "FAILED CRASHED cmd-1");
        script.command(4_000, START, "cmd-2", "cmd-1").crash(5_000, "cmd-1");
        assertThat(script.statuses()).hasSize(3);
        assertThat(script.crash(6_000, "cmd-2").told()).endsWith("FAILED CRASHED cmd-2");
    }

    @Test
    void the_incarnation_that_the_agent_names_counts_like_the_commands() {
        var script = new Script().beat(0, A).crash(1_000, "a").command(2_000, START, "cmd-1", "a");
        script.result(2_500, "cmd-1", SUCCEEDED, "pod-7").crash(3_000, "pod-7");
        assertThat(script.told()).endsWith("FAILED CRASHED pod-7");
    }

    @Test
    void a_process_that_was_replaced_long_ago_cannot_fail_its_successor() {
        var script = new Script().beat(0, A).crash(1_000, "a").command(2_000, START, "cmd-1", "a");
        script.beat(5_000, "'incarnation':'cmd-1'").beat(9_000, "'incarnation':'x'");
        var before = script.worker;
        assertThat(script.crash(10_000, "cmd-1").worker).isEqualTo(before);
    }

    @Test
    void a_fenced_worker_that_is_down_stays_as_it_is_and_a_live_one_fails() {
        var zombie = BeatRulesTest.in(WorkerState.ZOMBIE).command(950_000, TERMINATE, "cmd-1", "a");
        assertThat(zombie.crash(1_000_000, "a").state()).isEqualTo(WorkerState.ZOMBIE);
        var alive = BeatRulesTest.in(WorkerState.ALIVE).command(995_000, RESTART, "cmd-1", "a");
        assertThat(alive.crash(1_000_000, "a").state()).isEqualTo(WorkerState.FAILED);
    }

    static Stream<Arguments> ofNamelessWorkers() {
        return Stream.of(
                named("named by an agent, nothing ever commanded", s -> s, "proc-1", true),
                named("named by the last command, whose process beats", CrashRulesTest::restarted, "cmd-1", true),
                named("named otherwise after a command", CrashRulesTest::restarted, "proc-1", false),
                named("named like another assigned one", s -> s, "~7", false));
    }

    private static Arguments named(String label, UnaryOperator<Script> steps, String incarnation, boolean fails) {
        return argumentSet(label, steps, incarnation, fails);
    }

    private static Script restarted(Script script) {
        return script.command(1_000, RESTART, "cmd-1", "~1")
                .result(2_000, "cmd-1", SUCCEEDED)
                .beat(20_000, "");
    }

    @ParameterizedTest
    @MethodSource("ofNamelessWorkers")
    void a_nameless_worker_can_fail_under_the_name_that_its_agent_knows(
            UnaryOperator<Script> steps, String incarnation, boolean fails) {
        var script = steps.apply(new Script().beat(0, ""));
        var present = script.last().incarnation();
        script.crash(60_000, incarnation);
        assertThat(script.state()).isEqualTo(fails ? WorkerState.FAILED : WorkerState.ALIVE);
        assertThat(script.last().incarnation()).isEqualTo(present);
    }

    @Test
    void a_fenced_process_of_the_last_command_that_crashes_changes_nothing() {
        var script = new Script().beat(0, A).crash(1_000, "a").command(2_000, START, "cmd-1", "a");
        script.command(3_000, TERMINATE, "cmd-2", "cmd-1").crash(4_000, "cmd-1");
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT a", "FAILED CRASHED a");
    }

    @Test
    void an_announced_process_of_the_last_command_fails_as_the_present_one_and_its_successor_is_safe() {
        var script = new Script().beat(0, A).crash(1_000, "a").command(2_000, START, "cmd-1", "a");
        script.beat(3_000, "'incarnation':'cmd-1','status':'STARTING'").crash(4_000, "cmd-1");
        assertThat(script.told()).endsWith("REGISTERED NEW_INCARNATION cmd-1", "FAILED CRASHED cmd-1");
        script.beat(20_000, "'incarnation':'x'");
        var before = script.worker;
        assertThat(script.crash(21_000, "cmd-1").worker).isEqualTo(before);
    }

    @Test
    void a_failure_that_ends_no_process_changes_nothing() {
        var script = new Script().beat(0, A);
        var before = script.worker;
        assertThat(script.failure(1_000, "TASK_ERROR", null).worker).isEqualTo(before);
    }
}
