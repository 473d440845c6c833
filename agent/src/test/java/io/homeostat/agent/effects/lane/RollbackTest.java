package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.effects.lane.DreamsRollback.BACK;
import static io.homeostat.agent.effects.lane.DreamsRollback.KEY;
import static io.homeostat.agent.effects.lane.DreamsRollback.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.RollbackPart;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollback switches every worker of the service that it can, and no other, and says which. */
@SuppressWarnings("NullAway.Init")
class RollbackTest {

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
    void the_component_is_written_then_the_process_ends_then_the_old_version_starts_then_it_answers() {
        plane.runs(WORKER, "new", "1.0");
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
        plane.declare(component("type/dancer", "dancer", "1.0", Desired.RUNNING));
        plane.declare(component("own", "dancer", "1.0", Desired.RUNNING));
        plane.runs(WORKER, "new", "1.0");
        plane.runs("d-1", "n1", "1.0", "dancer");
        plane.runs("d-2", "n2", "1.0", "dancer");
        plane.runs("s-1", "n3", "1.0", "singer");
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
        plane.declare(component("type/dancer", "dancer", "1.0", Desired.RUNNING));
        plane.os.runs("lost", "d-1", "1.0");
        plane.os.others.put("d-1", "dancer");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.of("d-1")).containsExactly(RollbackPart.id("r", "d-1"));
    }

    @Test
    void what_runs_the_version_already_is_left_alone() {
        plane.declare(component(WORKER, "sleeper", "0.9", Desired.RUNNING));
        plane.runs(WORKER, "old", "0.9");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).isEmpty();
        assertThat(plane.components(WORKER)).isEmpty();
    }

    @Test
    void a_worker_that_is_wanted_stopped_is_not_started() {
        plane.declare(component(WORKER, "sleeper", "1.0", Desired.STOPPED));
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.component(WORKER).effectiveVersion()).isEqualTo("0.9");
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_worker_that_will_not_end_is_named_and_the_others_are_switched() {
        plane.declare(component("w-2", "sleeper", "1.0", Desired.RUNNING));
        plane.runs(WORKER, "new", "1.0");
        plane.os.stopAnswer = new Stop.StillThere("hangs");
        plane.agent.open(List.of());
        plane.give(BACK);

        assertThat(outcome("r").status()).isEqualTo(Status.FAILED);
        assertThat(outcome("r").message()).isEqualTo("not switched: w-1: hangs; run version 0.9: w-2");
        assertThat(plane.os.of(WORKER)).containsExactly("new");
    }

    @Test
    void the_end_of_the_new_version_is_no_crash_and_that_of_the_old_one_is() {
        plane.runs(WORKER, "new", "1.0");
        plane.agent.open(List.of());
        plane.give(BACK);
        outcome("r");
        assertThat(plane.order()).doesNotContain("failures");
        await().until(() -> plane.os.watchers.containsKey(PART));
        plane.os.exits(PART, 3);

        await().until(() -> plane.order().contains("failures"));
    }

    @Test
    void a_start_that_was_under_way_finds_the_old_version_and_one_for_it_starts_it() {
        plane.runs(WORKER, "new", "1.0");
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

    private RestartCommand start(String id, long generation, String version) {
        var c = command(id, Action.START, null, generation);
        return new RestartCommand(
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
                Map.of("version", version),
                null,
                c.provenance());
    }

    private CommandResult outcome(String commandId) {
        return plane.outcome(Topics.ROLLBACK_RESULTS, commandId);
    }
}
