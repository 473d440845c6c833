package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.plan;
import static io.homeostat.agent.effects.lane.DreamsRollback.BACK;
import static io.homeostat.agent.effects.lane.DreamsRollback.KEY;
import static io.homeostat.agent.effects.lane.DreamsRollback.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.End;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.RollbackRules;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rollback that is repeated, late, crossed by a restart or cut off at any step has one effect, or none. */
@SuppressWarnings("NullAway.Init")
class InterruptedRollbackTest {

    @TempDir
    private Path directory;

    private TestAgent plane;

    @BeforeEach
    void start() {
        plane = new TestAgent(directory);
        plane.declare(component(WORKER, "sleeper", "1.0", Desired.RUNNING));
    }

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void a_rollback_that_comes_twice_has_one_effect_and_two_answers() {
        plane.runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.give(BACK);
        plane.outcome(Topics.ROLLBACK_RESULTS, "r");
        await().until(() -> plane.journal.changes(KEY).change("r").orElseThrow().answered());
        plane.give(BACK);

        await().until(() -> plane.results(Topics.ROLLBACK_RESULTS, "r").stream()
                        .filter(r -> r.status() == Status.SUCCEEDED)
                        .count()
                == 2);
        assertThat(plane.os.effects).hasSize(2);
    }

    @Test
    void a_freeze_before_the_components_are_written_is_noticed() {
        plane.runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.duringBarrier = () -> plane.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        plane.give(BACK);

        assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, "r").status()).isEqualTo(Status.REFUSED);
        assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, "r").message()).startsWith("LATE: ");
        assertThat(plane.components(WORKER)).isEmpty();
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_restart_in_flight_and_a_rollback_take_turns_in_the_workers_lane() {
        plane.runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.os.duringStop = () -> {
            plane.os.duringStop = () -> {};
            plane.give(BACK); // while the restart ends the process
            await().until(() -> !plane.components(WORKER).isEmpty());
        };
        plane.give(command("c", Action.RESTART, "new", 1));

        assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, "r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).containsExactly("stop new", "start c 1.0", "stop c", "start " + PART + " 0.9");
        assertThat(plane.outcome(Topics.RESTART_RESULTS, "c").status()).isEqualTo(Status.SUCCEEDED);
    }

    static Stream<Arguments> crashes() {
        var received = new JournalEntry.ChangeReceived(BACK);
        var begun = new JournalEntry.ChangeBegun(KEY, "r", plan());
        var effected = new JournalEntry.ChangeEffected(KEY, "r", plan());
        var part = RollbackRules.parts(BACK.command(), plan()).getFirst();
        var ending = new JournalEntry.Ending(WORKER, PART, "new", End.Cause.COMMAND);
        var ended = new JournalEntry.Ended(
                WORKER, "new", new End(End.Cause.COMMAND, 143, "ended when asked", TestAgent.until()));
        var starting = new JournalEntry.Starting(WORKER, PART, PART);
        var started = new JournalEntry.Started(WORKER, PART, TestAgent.process(PART, "0.9", "sleeper"));
        var done = new JournalEntry.Done(
                WORKER,
                new CommandResult(WORKER, PART, Status.SUCCEEDED, "host-1", "started", PART, TestAgent.until()));
        var all = List.of(received, begun, effected, part, ending, ended, starting, started, done);
        return Stream.of(
                argumentSet("when it was received", all.subList(0, 1), "1.0", "new"),
                argumentSet("before the component", all.subList(0, 2), "1.0", "new"),
                argumentSet("after the component", all.subList(0, 2), "0.9", "new"),
                argumentSet("before the part", all.subList(0, 4), "0.9", "new"),
                argumentSet("before the end", all.subList(0, 5), "0.9", "new"),
                argumentSet("after the end", all.subList(0, 5), "0.9", ""),
                argumentSet("after the end was noted", all.subList(0, 6), "0.9", ""),
                argumentSet("before the start", all.subList(0, 7), "0.9", ""),
                argumentSet("after the start", all.subList(0, 7), "0.9", PART),
                argumentSet("after the start was noted", all.subList(0, 8), "0.9", PART),
                argumentSet("before the answer", all, "0.9", PART));
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void an_agent_that_ended_in_the_middle_goes_on_and_one_process_of_the_old_version_is_left(
            List<JournalEntry> steps, String inForce, String running) {
        plane.declare(component(WORKER, "sleeper", inForce, Desired.RUNNING));
        var entries = new ArrayList<JournalEntry>();
        entries.add(new JournalEntry.Started(WORKER, null, TestAgent.process("new", "1.0", "sleeper")));
        entries.addAll(steps);
        plane.journal.append(entries);
        if (!running.isEmpty()) {
            plane.os.runs(running, WORKER, running.equals("new") ? "1.0" : "0.9");
        }
        plane.agent.open(List.of());

        assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, "r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.of(WORKER)).containsExactly(PART);
        assertThat(plane.os.effects.stream().filter(e -> e.startsWith("start"))).hasSize(running.equals(PART) ? 0 : 1);
        assertThat(plane.component(WORKER).effectiveVersion()).isEqualTo("0.9");
        assertThat(plane.results(Topics.RESTART_RESULTS, PART)).isEmpty();
        assertThat(plane.order()).doesNotContain("failures");
    }

    @Test
    void a_part_whose_start_nobody_can_tell_makes_the_outcome_unknown() {
        plane.journal.append(
                crashes().toList().get(7).get()[0] instanceof List<?> steps
                        ? steps.stream().map(JournalEntry.class::cast).toList()
                        : List.of());
        plane.os.searchable = false;
        plane.agent.open(List.of());

        assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, "r").status()).isEqualTo(Status.UNKNOWN);
        assertThat(plane.os.effects.stream().filter(e -> e.startsWith("start"))).isEmpty();
    }

    @Test
    void an_agent_that_takes_its_components_with_it_switches_them_at_its_next_start() {
        plane.runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.agent.endAll(Duration.ofSeconds(5));
        plane.give(BACK);
        plane.close();

        var effects = plane.os.effects.size();
        plane = new TestAgent(directory);
        plane.declare(component(WORKER, "sleeper", "1.0", Desired.RUNNING));
        plane.agent.open(List.of());

        assertThat(effects).isEqualTo(1);
        assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, "r").status()).isEqualTo(Status.SUCCEEDED);
        await().until(() -> plane.os.of(WORKER).size() == 1);
        assertThat(plane.component(WORKER).effectiveVersion()).isEqualTo("0.9");
    }
}
