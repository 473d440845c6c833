package io.homeostat.heartbeat.domain;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.RestartCommand.Action.RESTART;
import static io.homeostat.common.contract.RestartCommand.Action.START;
import static io.homeostat.common.contract.RestartCommand.Action.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
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

    static Stream<Arguments> namelessOrders() {
        var first = "ALIVE FIRST_BEAT ~1";
        var second = "ALIVE NEW_INCARNATION ~2";
        return Stream.of(
                argumentSet(
                        "restart: result read before the beat",
                        restarted().result(20_000, "cmd-1", SUCCEEDED).beat(21_000, ""),
                        List.of(first, second)),
                argumentSet(
                        "restart: beat read before the result",
                        restarted().beat(21_000, "").result(20_000, "cmd-1", SUCCEEDED),
                        List.of(first, second)),
                argumentSet(
                        "restart: the beat is older than the success",
                        restarted().beat(19_000, "").result(20_000, "cmd-1", SUCCEEDED),
                        List.of(first)),
                argumentSet(
                        "restart: beats on both sides of the success",
                        restarted()
                                .beat(19_000, "")
                                .result(20_000, "cmd-1", SUCCEEDED)
                                .beat(21_000, "")
                                .beat(22_000, ""),
                        List.of(first, second)),
                argumentSet(
                        "restart: the result names the incarnation",
                        restarted().result(20_000, "cmd-1", SUCCEEDED, "cmd-1").beat(21_000, ""),
                        List.of(first, second)),
                argumentSet(
                        "restart failed: the old one still beats, and is told of",
                        restarted().beat(19_000, "").result(20_000, "cmd-1", FAILED),
                        List.of(first, "ALIVE FENCED ~1")),
                argumentSet(
                        "restart refused: nothing happened",
                        restarted()
                                .beat(19_000, "")
                                .result(20_000, "cmd-1", REFUSED)
                                .beat(21_000, ""),
                        List.of(first)),
                argumentSet(
                        "start after a crash: result first",
                        started().result(20_000, "cmd-1", SUCCEEDED).beat(21_000, ""),
                        List.of(first, "FAILED CRASHED ~1", second)),
                argumentSet(
                        "start after a crash: beat first",
                        started().beat(21_000, "").result(20_000, "cmd-1", SUCCEEDED),
                        List.of(first, "FAILED CRASHED ~1", second)),
                argumentSet(
                        "start failed, and yet it beats",
                        started().beat(19_000, "").result(20_000, "cmd-1", FAILED),
                        List.of(first, "FAILED CRASHED ~1", "ALIVE HEARTBEAT_RESUMED ~1")),
                argumentSet(
                        "the success of a TERMINATE starts nothing",
                        new Script()
                                .beat(0, "")
                                .command(10_000, TERMINATE, "cmd-1", "~1")
                                .result(20_000, "cmd-1", SUCCEEDED)
                                .beat(21_000, ""),
                        List.of(first, "ALIVE FENCED ~1")),
                argumentSet(
                        "result read before its command",
                        new Script()
                                .beat(0, "")
                                .result(20_000, "cmd-1", SUCCEEDED)
                                .command(10_000, RESTART, "cmd-1", "~1")
                                .beat(21_000, ""),
                        List.of(first, second)),
                argumentSet(
                        "no answer: doubt ends with the command's validity",
                        restarted().beat(320_000, "").beat(320_001, ""),
                        List.of(first, "ALIVE FENCED ~1")),
                argumentSet(
                        "a counting worker begins anew before the success is written",
                        new Script()
                                .beat(0, "'sequence':9")
                                .command(10_000, RESTART, "cmd-1", "~1")
                                .beat(19_000, "'sequence':0")
                                .result(20_000, "cmd-1", SUCCEEDED)
                                .beat(21_000, "'sequence':1"),
                        List.of(first, second)));
    }

    private static Script restarted() {
        return new Script().beat(0, "").command(10_000, RESTART, "cmd-1", "~1");
    }

    private static Script started() {
        return new Script().beat(0, "").crash(5_000, null).command(10_000, START, "cmd-1", "~1");
    }

    @ParameterizedTest
    @MethodSource("namelessOrders")
    void incarnations_of_a_nameless_worker(Script script, List<String> expected) {
        assertThat(script.told()).isEqualTo(expected);
    }
}
