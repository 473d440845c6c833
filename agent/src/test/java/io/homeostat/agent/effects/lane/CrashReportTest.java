package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.End;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An end that nobody asked for is told once, as a crash; one that the agent was asked for is none. */
@SuppressWarnings("NullAway.Init")
class CrashReportTest {

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
    void a_crash_is_told_once_and_what_it_left_behind_is_swept() {
        plane.alive("i");
        plane.os.exits("i", 9);
        await().until(() -> plane.texts(Topics.FAILURES).size() == 1);
        await().until(() -> plane.journal.history(WORKER).untold().isEmpty());
        plane.agent.declared(List.of(WORKER));
        plane.agent.declared(List.of(WORKER));

        plane.give(command("c", Action.TERMINATE, "i", 1));
        assertThat(plane.outcome("c").message()).isEqualTo("already gone: incarnation i");
        assertThat(plane.os.effects).containsExactly("sweep i");
        assertThat(plane.texts(Topics.FAILURES))
                .singleElement()
                .satisfies(text ->
                        assertThat(text).contains("\"exitCode\":9", "\"incarnation\":\"i\"", "\"kind\":\"CRASH\""));
    }

    @Test
    void an_end_that_the_agent_was_asked_for_before_it_died_is_no_crash() {
        plane.journal.append(List.of(
                new JournalEntry.Started(WORKER, null, process("i", 101)),
                new JournalEntry.Received(command("c", Action.TERMINATE, "i", 1)),
                new JournalEntry.Ending(WORKER, "c", "i", End.Cause.COMMAND)));
        plane.agent.open(List.of());

        assertThat(plane.outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.texts(Topics.FAILURES)).isEmpty();
    }

    @Test
    void with_its_components_it_ends_them_and_the_next_start_brings_them_back() {
        plane.alive("i");
        assertThat(plane.agent.endAll(Duration.ofSeconds(10))).isTrue();
        await().until(() -> plane.texts(Topics.HEARTBEATS).size() == 1);
        plane.os.exits("i", 143);
        plane.agent.close(Duration.ofSeconds(10));
        assertThat(plane.os.effects).containsExactly("stop i");
        assertThat(plane.texts(Topics.FAILURES)).isEmpty();

        plane.replace();
        plane.agent.open(List.of());

        await().until(() -> plane.os.effects.size() == 2);
        assertThat(plane.os.effects.getLast()).startsWith("start ini-");
    }
}
