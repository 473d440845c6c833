package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.rollback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.End;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.RollbackPart;
import io.homeostat.agent.domain.RollbackPlan;
import io.homeostat.agent.domain.RollbackRules;
import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Json;
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

/** Rollbacks on a made-up operating system and broker. */
@SuppressWarnings("NullAway.Init")
class RollbackTest {

    private static final Change.Rollback BACK = new Change.Rollback(rollback("r", 1));
    private static final String KEY = BACK.key();
    private static final String PART = RollbackPart.id("r", WORKER);

    @TempDir
    private Path directory;

    private TestAgent plane;

    @BeforeEach
    void start() {
        plane = new TestAgent(directory);
        declare(WORKER, "sleeper", "1.0", Desired.RUNNING);
    }

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void the_component_is_written_then_the_process_ends_then_the_old_version_starts_then_it_answers() {
        runs(WORKER, "new", "1.0");
        plane.os.duringStop = () -> {
            assertThat(plane.component(WORKER).effectiveVersion()).isEqualTo("0.9");
            assertThat(plane.os.of(WORKER)).containsExactly("new");
        };
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(outcome("r").message()).isEqualTo("run version 0.9: w-1");
        assertThat(outcome("r").subject()).isEqualTo("dreams");
        assertThat(plane.os.effects).containsExactly("stop new", "start " + PART + " 0.9");
        assertThat(plane.os.of(WORKER)).containsExactly(PART);
        assertThat(plane.order())
                .containsExactly("rollback-results", "components", "rollback-results", "rollback-results");
        await().until(() -> plane.journal.changes(KEY).change("r").orElseThrow().answered());
        assertThat(plane.journal.history(WORKER).settled()).isFalse(); // its process runs
        assertThat(plane.journal.history(WORKER).commands())
                .allSatisfy(c -> assertThat(c.answered()).isTrue());
    }

    @Test
    void workers_of_a_type_that_run_are_switched_with_their_type_and_others_are_not() {
        declare("type/dancer", "dancer", "1.0", Desired.RUNNING);
        declare("own", "dancer", "1.0", Desired.RUNNING);
        runs(WORKER, "new", "1.0");
        runs("d-1", "n1", "1.0", "dancer");
        runs("d-2", "n2", "1.0", "dancer");
        runs("s-1", "n3", "1.0", "singer");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").message()).isEqualTo("run version 0.9: d-1, d-2, own, w-1");
        assertThat(plane.os.of("d-1")).containsExactly(RollbackPart.id("r", "d-1"));
        assertThat(plane.os.of("own")).containsExactly(RollbackPart.id("r", "own"));
        assertThat(plane.os.of("s-1")).containsExactly("n3");
        assertThat(plane.component("type/dancer").effectiveVersion()).isEqualTo("0.9");
    }

    @Test
    void a_process_that_the_journal_does_not_know_is_switched_too() {
        declare("type/dancer", "dancer", "1.0", Desired.RUNNING);
        plane.os.runs("lost", "d-1", "1.0");
        plane.os.others.put("d-1", "dancer");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.of("d-1")).containsExactly(RollbackPart.id("r", "d-1"));
    }

    @Test
    void what_runs_the_version_already_is_left_alone() {
        declare(WORKER, "sleeper", "0.9", Desired.RUNNING);
        runs(WORKER, "old", "0.9");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).isEmpty();
        assertThat(plane.components(WORKER)).isEmpty();
    }

    @Test
    void a_worker_that_is_wanted_stopped_is_not_started() {
        declare(WORKER, "sleeper", "1.0", Desired.STOPPED);
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.component(WORKER).effectiveVersion()).isEqualTo("0.9");
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_worker_that_will_not_end_is_named_and_the_others_are_switched() {
        declare("w-2", "sleeper", "1.0", Desired.RUNNING);
        runs(WORKER, "new", "1.0");
        plane.os.stopAnswer = new Stop.StillThere("hangs");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.FAILED);
        assertThat(outcome("r").message()).isEqualTo("not switched: w-1: hangs; run version 0.9: w-2");
        assertThat(plane.os.of(WORKER)).containsExactly("new");
    }

    @Test
    void a_rollback_that_comes_twice_has_one_effect_and_two_answers() {
        runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.give(BACK);
        outcome("r");
        await().until(() -> plane.journal.changes(KEY).change("r").orElseThrow().answered());
        plane.give(BACK);

        await().until(() -> plane.results(Topics.ROLLBACK_RESULTS, "r").stream()
                        .filter(r -> r.status() == Status.SUCCEEDED)
                        .count()
                == 2);
        assertThat(plane.os.effects).hasSize(2);
    }

    @Test
    void the_end_of_the_new_version_is_no_crash_and_that_of_the_old_one_is() {
        runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.give(BACK);
        outcome("r");
        assertThat(plane.order()).doesNotContain("failures");
        await().until(() -> plane.os.watchers.containsKey(PART));
        plane.os.exits(PART, 3);

        await().until(() -> plane.order().contains("failures"));
    }

    @Test
    void a_freeze_before_the_components_are_written_is_noticed() {
        runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.duringBarrier = () -> plane.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.REFUSED);
        assertThat(outcome("r").message()).startsWith("LATE: ");
        assertThat(plane.components(WORKER)).isEmpty();
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_start_that_was_under_way_finds_the_old_version_and_one_for_it_starts_it() {
        runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.give(BACK);
        outcome("r");
        plane.os.exits(PART, 3);
        plane.give(start("stale", 1, "1.0"));
        assertThat(plane.outcome(Topics.RESTART_RESULTS, "stale").message())
                .isEqualTo("VERSION: version 1.0 was rolled back, the component runs 0.9");

        plane.give(start("fresh", 2, "0.9"));
        assertThat(plane.outcome(Topics.RESTART_RESULTS, "fresh").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).endsWith("start fresh 0.9");
    }

    @Test
    void a_restart_in_flight_and_a_rollback_take_turns_in_the_workers_lane() {
        runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.os.duringStop = () -> {
            plane.os.duringStop = () -> {};
            plane.give(BACK); // while the restart ends the process
            await().until(() -> !plane.components(WORKER).isEmpty());
        };
        plane.give(command("c", Action.RESTART, "new", 1));

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).containsExactly("stop new", "start c 1.0", "stop c", "start " + PART + " 0.9");
        assertThat(plane.outcome(Topics.RESTART_RESULTS, "c").status()).isEqualTo(Status.SUCCEEDED);
    }

    static Stream<Arguments> crashes() {
        var plan = new RollbackPlan(
                List.of(new RollbackPlan.Target(WORKER, "sleeper", List.of(WORKER))), List.of(), List.of());
        var received = new JournalEntry.ChangeReceived(BACK);
        var begun = new JournalEntry.ChangeBegun(KEY, "r", plan);
        var effected = new JournalEntry.ChangeEffected(KEY, "r", plan);
        var part = RollbackRules.parts(BACK.command(), plan).getFirst();
        var ending = new JournalEntry.Ending(WORKER, PART, "new", End.Cause.COMMAND);
        var ended = new JournalEntry.Ended(
                WORKER, "new", new End(End.Cause.COMMAND, 143, "ended when asked", TestAgent.until()));
        var starting = new JournalEntry.Starting(WORKER, PART, PART);
        var started = new JournalEntry.Started(WORKER, PART, process(PART, "0.9", "sleeper"));
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
        declare(WORKER, "sleeper", inForce, Desired.RUNNING);
        var entries = new ArrayList<JournalEntry>();
        entries.add(new JournalEntry.Started(WORKER, null, process("new", "1.0", "sleeper")));
        entries.addAll(steps);
        plane.journal.append(entries);
        if (!running.isEmpty()) {
            plane.os.runs(running, WORKER, running.equals("new") ? "1.0" : "0.9");
        }
        plane.agent.open(List.of());

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
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

        assertThat(outcome("r").status()).isEqualTo(Status.UNKNOWN);
        assertThat(plane.os.effects.stream().filter(e -> e.startsWith("start"))).isEmpty();
    }

    @Test
    void an_agent_that_takes_its_components_with_it_switches_them_at_its_next_start() {
        runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.agent.endAll(Duration.ofSeconds(5));
        plane.give(BACK);
        plane.close();

        var effects = plane.os.effects.size();
        plane = new TestAgent(directory);
        declare(WORKER, "sleeper", "1.0", Desired.RUNNING);
        plane.agent.open(List.of());

        assertThat(effects).isEqualTo(1);
        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        await().until(() -> plane.os.of(WORKER).size() == 1);
        assertThat(plane.component(WORKER).effectiveVersion()).isEqualTo("0.9");
    }

    private io.homeostat.common.contract.RestartCommand start(String id, long generation, String version) {
        var c = command(id, Action.START, null, generation);
        return new io.homeostat.common.contract.RestartCommand(
                id,
                c.action(),
                c.agent(),
                c.restartId(),
                c.workerId(),
                c.workerType(),
                null,
                null,
                generation,
                c.planeGeneration(),
                c.executor(),
                java.util.Map.of("version", version),
                null,
                c.provenance());
    }

    private void declare(String subject, String type, String version, Desired desired) {
        Component component = component(subject, type, version, desired);
        plane.views.component(subject, Json.bytes(component));
    }

    private void runs(String workerId, String incarnation, String version) {
        runs(workerId, incarnation, version, "sleeper");
    }

    private void runs(String workerId, String incarnation, String version, String type) {
        plane.os.runs(incarnation, workerId, version);
        plane.journal.append(new JournalEntry.Started(workerId, null, process(incarnation, version, type)));
    }

    private static WorkerProcess process(String incarnation, String version, String type) {
        return new WorkerProcess(incarnation, 7, "boot/7", type, "dreams", version, "test", false);
    }

    private CommandResult outcome(String commandId) {
        return plane.outcome(Topics.ROLLBACK_RESULTS, commandId);
    }
}
