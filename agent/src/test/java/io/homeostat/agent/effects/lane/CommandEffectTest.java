package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.contract.RestartCommand.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command has one effect, in time and by what is declared at that moment, or none; and it is answered. */
@SuppressWarnings("NullAway.Init")
class CommandEffectTest {

    @TempDir
    private Path directory;

    private TestAgent plane;

    @BeforeEach
    void start() {
        plane = new TestAgent(directory);
        plane.declare(component(Desired.RUNNING, "run"));
    }

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void a_command_is_announced_done_and_answered() {
        plane.alive("i");
        plane.give(command("c", Action.RESTART, "i", 1));

        assertThat(plane.outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).containsExactly("stop i", "start c 1.0");
        assertThat(plane.results("c"))
                .extracting(CommandResult::status)
                .containsExactly(Status.ACCEPTED, Status.SUCCEEDED);
        await().until(() ->
                plane.journal.history(WORKER).command("c").orElseThrow().answered());
    }

    @Test
    void at_validUntil_by_the_brokers_clock_it_acts_and_a_millisecond_later_it_does_not() {
        plane.alive("i");
        plane.brokerTime = UNTIL;
        plane.give(command("c", Action.RESTART, "i", 1));
        assertThat(plane.outcome("c").status()).isEqualTo(Status.SUCCEEDED);

        plane.brokerTime = UNTIL.plusMillis(1);
        plane.give(command("d", Action.RESTART, "c", 2));

        assertThat(plane.outcome("d").message()).startsWith("LATE: ");
        assertThat(plane.os.effects).containsExactly("stop i", "start c 1.0");
    }

    @Test
    void a_freeze_between_admission_and_effect_is_noticed() {
        plane.alive("i");
        plane.duringBarrier = () -> plane.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        plane.give(command("c", Action.RESTART, "i", 1));

        assertThat(plane.outcome("c").message()).startsWith("LATE: ");
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_plane_restored_in_the_last_moment_voids_the_command() {
        plane.alive("i");
        plane.duringBarrier = () -> plane.views.plane(Json.bytes(new Plane(2, "restored", Instant.EPOCH)));
        plane.give(command("c", Action.RESTART, "i", 1));

        assertThat(plane.outcome("c").message()).startsWith("STALE_PLANE: ");
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_will_that_changed_in_the_last_moment_is_obeyed() {
        plane.agent.open(List.of());
        plane.journal.append(new JournalEntry.Rested(WORKER));
        plane.duringBarrier = () -> plane.declare(component(Desired.STOPPED, "run"));
        plane.give(command("c", Action.START, null, 1));

        assertThat(plane.outcome("c").message()).startsWith("DESIRED_STOPPED: ");
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_restart_whose_end_took_too_long_starts_nothing_late() {
        plane.alive("i");
        plane.os.duringStop = () -> plane.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        plane.give(command("c", Action.RESTART, "i", 1));

        assertThat(plane.outcome("c").status()).isEqualTo(Status.FAILED);
        assertThat(plane.outcome("c").message()).startsWith("LATE: ");
        assertThat(plane.os.effects).containsExactly("stop i");
    }

    @Test
    void without_the_brokers_answer_nothing_is_done() {
        plane.alive("i");
        plane.brokerAnswers = false;
        plane.give(command("c", Action.TERMINATE, "i", 1));
        await().until(() -> !plane.results("c").isEmpty());
        plane.agent.close(Duration.ZERO);

        assertThat(plane.os.effects).isEmpty();
        assertThat(plane.results("c")).extracting(CommandResult::status).containsExactly(Status.ACCEPTED);
    }

    @Test
    void a_process_that_will_not_end_is_said_and_nothing_is_started_beside_it() {
        plane.alive("i");
        plane.os.stopAnswer = new Stop.StillThere("hangs");
        plane.give(command("c", Action.RESTART, "i", 1));

        assertThat(plane.outcome("c").status()).isEqualTo(Status.FAILED);
        assertThat(plane.outcome("c").message()).isEqualTo("hangs");
        assertThat(plane.os.effects).containsExactly("stop i");
    }

    @Test
    void a_command_that_comes_twice_has_one_effect_and_two_answers() {
        plane.alive("i");
        var command = command("c", Action.RESTART, "i", 1);
        plane.give(command);
        plane.outcome("c");
        await().until(() ->
                plane.journal.history(WORKER).command("c").orElseThrow().answered());
        plane.give(command);
        plane.give(command);

        await().until(() -> plane.results("c").size() == 4);
        assertThat(plane.os.effects).containsExactly("stop i", "start c 1.0");
        assertThat(plane.results("c").stream().skip(1).distinct()).hasSize(1);
    }
}
