package io.homeostat.heartbeat.domain;

import static io.homeostat.common.contract.CommandResult.Status.ACCEPTED;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.RestartCommand.Action.RESTART;
import static io.homeostat.common.contract.RestartCommand.Action.START;
import static io.homeostat.common.contract.RestartCommand.Action.TERMINATE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that send no incarnation: which process a beat is of follows from sequences, commands and results. */
class NamelessWorkersTest {

    @Test
    void without_an_incarnation_a_smaller_sequence_is_a_new_start_and_an_equal_one_a_replay() {
        var script =
                new Script().beat(0, "'sequence':5").beat(1_000, "'sequence':5").beat(2_000, "'sequence':6");
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT ~1");
        script.beat(3_000, "'sequence':1").beat(2_500, "'sequence':0");
        assertThat(script.told()).containsExactly("ALIVE FIRST_BEAT ~1", "ALIVE NEW_INCARNATION ~2");
    }

    private static final String FIRST = "ALIVE FIRST_BEAT ~1";
    private static final String SECOND = "ALIVE NEW_INCARNATION ~2";

    static Stream<Arguments> restarts() {
        return Stream.of(
                row(
                        "result read before the beat",
                        s -> s.result(20_000, "cmd-1", SUCCEEDED).beat(21_000, ""),
                        FIRST,
                        SECOND),
                row(
                        "beat read before the result",
                        s -> s.beat(21_000, "").result(20_000, "cmd-1", SUCCEEDED),
                        FIRST,
                        SECOND),
                row(
                        "the beat is older than the success",
                        s -> s.beat(19_000, "").result(20_000, "cmd-1", SUCCEEDED),
                        FIRST),
                row(
                        "the beat is as old as the success",
                        s -> s.beat(20_000, "").result(20_000, "cmd-1", SUCCEEDED),
                        FIRST),
                row(
                        "beats on both sides of the success",
                        s -> s.beat(19_000, "")
                                .result(20_000, "cmd-1", SUCCEEDED)
                                .beat(21_000, "")
                                .beat(22_000, ""),
                        FIRST,
                        SECOND),
                row(
                        "the result names the incarnation",
                        s -> s.result(20_000, "cmd-1", SUCCEEDED, "cmd-1").beat(21_000, ""),
                        FIRST,
                        SECOND),
                row(
                        "accepted only: nothing is known yet",
                        s -> s.result(15_000, "cmd-1", ACCEPTED).beat(19_000, ""),
                        FIRST),
                row(
                        "the result of another command",
                        s -> s.result(15_000, "cmd-9", SUCCEEDED).beat(19_000, ""),
                        FIRST),
                row(
                        "a second answer after the first one",
                        s -> s.result(20_000, "cmd-1", SUCCEEDED)
                                .result(20_500, "cmd-1", FAILED)
                                .beat(21_000, ""),
                        FIRST,
                        SECOND),
                row(
                        "it failed: the old one still beats, and is told of",
                        s -> s.beat(19_000, "").result(20_000, "cmd-1", FAILED),
                        FIRST,
                        "ALIVE FENCED ~1"),
                row(
                        "it was refused: nothing happened",
                        s -> s.beat(19_000, "").result(20_000, "cmd-1", REFUSED).beat(21_000, ""),
                        FIRST),
                row(
                        "it was refused, and the worker silent since",
                        s -> s.beat(19_000, "").tick(70_000).result(70_500, "cmd-1", REFUSED),
                        FIRST,
                        "WARNING SILENT ~1",
                        "ALIVE HEARTBEAT_RESUMED ~1"),
                row("no answer: in doubt while one can come", s -> s.beat(320_000, ""), FIRST),
                row("no answer: no doubt any more", s -> s.beat(320_001, ""), FIRST, "ALIVE FENCED ~1"),
                row(
                        "a good-bye of the old one is obedience",
                        s -> s.result(20_000, "cmd-1", FAILED).beat(21_000, "'status':'STOPPED'"),
                        FIRST),
                row(
                        "the new one says good-bye at once",
                        s -> s.result(20_000, "cmd-1", SUCCEEDED).beat(21_000, "'status':'STOPPED'"),
                        FIRST,
                        "STOPPED GOODBYE ~2"));
    }

    @ParameterizedTest
    @MethodSource("restarts")
    void restart_of_a_nameless_worker(UnaryOperator<Script> steps, List<String> expected) {
        var script = new Script().beat(0, "").command(10_000, RESTART, "cmd-1", "~1");
        assertThat(steps.apply(script).told()).isEqualTo(expected);
    }

    static Stream<Arguments> starts() {
        var failed = "FAILED CRASHED ~1";
        return Stream.of(
                row("result first", s -> s.result(20_000, "cmd-1", SUCCEEDED).beat(21_000, ""), FIRST, failed, SECOND),
                row("beat first", s -> s.beat(21_000, "").result(20_000, "cmd-1", SUCCEEDED), FIRST, failed, SECOND),
                row(
                        "it failed, and yet the worker beats",
                        s -> s.beat(19_000, "").result(20_000, "cmd-1", FAILED),
                        FIRST,
                        failed,
                        "ALIVE HEARTBEAT_RESUMED ~1"),
                row(
                        "it failed, and the beat was a straggler",
                        s -> s.beat(6_999, "").result(20_000, "cmd-1", FAILED),
                        FIRST,
                        failed),
                row(
                        "its process ends before the first beat",
                        s -> s.crash(19_000, "cmd-1")
                                .result(20_000, "cmd-1", SUCCEEDED)
                                .beat(20_500, ""),
                        FIRST,
                        failed,
                        "FAILED CRASHED cmd-1"));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void start_of_a_nameless_worker_that_crashed(UnaryOperator<Script> steps, List<String> expected) {
        var script = new Script().beat(0, "").crash(5_000, null).command(10_000, START, "cmd-1", "~1");
        assertThat(steps.apply(script).told()).isEqualTo(expected);
    }

    @Test
    void the_success_of_a_terminate_starts_nothing() {
        var script = new Script().beat(0, "").command(10_000, TERMINATE, "cmd-1", "~1");
        script.result(20_000, "cmd-1", SUCCEEDED).beat(21_000, "");
        assertThat(script.told()).containsExactly(FIRST, "ALIVE FENCED ~1");
    }

    @Test
    void a_result_may_be_read_before_its_command() {
        var succeeded = new Script().beat(0, "").result(20_000, "cmd-1", SUCCEEDED, "pod-7");
        succeeded.command(10_000, RESTART, "cmd-1", "~1").beat(21_000, "");
        assertThat(succeeded.told()).containsExactly(FIRST, SECOND);
        var refused = new Script().beat(0, "").result(20_000, "cmd-1", REFUSED);
        refused.command(10_000, RESTART, "cmd-1", "~1").beat(21_000, "");
        assertThat(refused.told()).containsExactly(FIRST);
        assertThat(requireNonNull(refused.worker).fences()).isEmpty();
        var failed = new Script().beat(0, "").result(20_000, "cmd-1", FAILED);
        failed.command(10_000, RESTART, "cmd-1", "~1").beat(21_000, "");
        assertThat(failed.told()).containsExactly(FIRST, "ALIVE FENCED ~1");
    }

    static Stream<Arguments> resultsBetween() {
        return Stream.of(
                row("none", s -> s, FIRST, SECOND),
                row("an outsider's", s -> s.result(20_100, "nobody's", SUCCEEDED), FIRST, SECOND),
                row("of three commands", s -> others(s, 3), FIRST, SECOND),
                row("of four commands: it is lost", s -> others(s, 4), FIRST),
                row(
                        "of four, two of which are read before the last",
                        s -> others(s, 2)
                                .command(9_000, TERMINATE, "other-1", "old-1")
                                .command(9_001, TERMINATE, "other-2", "old-2")
                                .result(20_500, "other-3", FAILED)
                                .result(20_600, "other-4", FAILED),
                        FIRST,
                        SECOND),
                row("of one command, again and again", s -> others(others(s, 3), 3), FIRST, SECOND),
                row("its own, again: the first counts", s -> s.result(20_100, "cmd-1", FAILED), FIRST, SECOND));
    }

    private static Script others(Script script, int commands) {
        for (int i = 1; i <= commands; i++) {
            script.result(20_100 + i, "other-" + i, SUCCEEDED);
        }
        return script;
    }

    @ParameterizedTest
    @MethodSource("resultsBetween")
    void a_success_waits_for_its_command_although_other_results_come(UnaryOperator<Script> steps, List<String> told) {
        var script = new Script().beat(0, "").result(20_000, "cmd-1", SUCCEEDED);
        steps.apply(script).command(10_000, RESTART, "cmd-1", "~1").beat(21_000, "");
        assertThat(script.told()).isEqualTo(told);
        assertThat(requireNonNull(script.worker).early("cmd-1")).isNull();
    }

    @Test
    void a_counting_worker_begins_anew_before_the_success_is_written_and_is_counted_once() {
        var script = new Script().beat(0, "'sequence':9").command(10_000, RESTART, "cmd-1", "~1");
        script.beat(19_000, "'sequence':0").result(20_000, "cmd-1", SUCCEEDED).beat(21_000, "'sequence':1");
        assertThat(script.told()).containsExactly(FIRST, SECOND);
    }

    @Test
    void an_announced_worker_without_a_name_gets_its_first_one_with_its_first_beat() {
        var script = new Script().beat(0, "'status':'STARTING'").beat(1_000, "").beat(2_000, "");
        assertThat(script.told()).containsExactly("REGISTERED REGISTERED null", FIRST);
    }

    private static Arguments row(String label, UnaryOperator<Script> steps, String... expected) {
        return argumentSet(label, steps, List.of(expected));
    }
}
