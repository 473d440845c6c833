package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent left undone, its next start finds done or does, once. */
@SuppressWarnings("NullAway.Init")
class NextStartTest {

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
    void an_answer_that_the_broker_did_not_acknowledge_is_given_again_by_the_next_start() {
        var command = command("c", Action.START, null, 1);
        var result = new CommandResult(WORKER, "c", Status.SUCCEEDED, AGENT, "started", "c", UNTIL);
        plane.os.runs("c");
        plane.journal.append(List.of(
                new JournalEntry.Received(command),
                new JournalEntry.Started(WORKER, "c", process("c", 101)),
                new JournalEntry.Done(WORKER, result)));
        plane.agent.open(List.of());

        assertThat(plane.outcome("c")).isEqualTo(result);
        await().until(() ->
                plane.journal.history(WORKER).command("c").orElseThrow().answered());
    }

    @Test
    void a_start_interrupted_before_it_was_noted_is_adopted_if_its_process_runs() {
        interruptedStart();
        plane.os.runs("c");
        plane.agent.open(List.of());

        assertThat(plane.outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).isEmpty();
        assertThat(plane.journal.history(WORKER).process("c")).isPresent();
    }

    @Test
    void a_start_interrupted_before_it_was_noted_is_done_if_no_process_of_it_runs() {
        interruptedStart();
        plane.agent.open(List.of());

        assertThat(plane.outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.os.effects).containsExactly("start c 1.0");
    }

    @Test
    void a_start_interrupted_before_it_was_noted_is_unknown_where_nobody_can_tell() {
        interruptedStart();
        plane.os.searchable = false;
        plane.agent.open(List.of());

        assertThat(plane.outcome("c").status()).isEqualTo(Status.UNKNOWN);
        assertThat(plane.os.effects).isEmpty();
    }

    private void interruptedStart() {
        plane.journal.append(List.of(
                new JournalEntry.Received(command("c", Action.START, null, 1)),
                new JournalEntry.Starting(WORKER, "c", "c")));
    }

    @Test
    void a_start_of_its_own_that_was_interrupted_is_found_or_done_again() {
        plane.journal.append(new JournalEntry.Starting(WORKER, null, "ini-1"));
        plane.os.runs("ini-1");
        plane.agent.open(List.of());

        await().until(() -> plane.texts(Topics.HEARTBEATS).size() == 1);
        assertThat(plane.texts(Topics.HEARTBEATS).getFirst()).contains("ini-1", "STARTING");
        assertThat(plane.os.effects).isEmpty();
    }

    @Test
    void a_start_of_its_own_that_left_nothing_is_done_again() {
        plane.journal.append(new JournalEntry.Starting(WORKER, null, "ini-1"));
        plane.agent.open(List.of());

        await().until(() -> plane.os.effects.size() == 1);
        assertThat(plane.os.effects.getFirst()).startsWith("start ini-").doesNotContain("ini-1 ");
    }

    @Test
    void commands_before_the_plane_is_known_wait_in_the_journal() {
        plane.os.runs("i");
        plane.journal.append(new JournalEntry.Started(WORKER, null, process("i", 101)));
        plane.agent.take(List.of(command("c", Action.TERMINATE, "i", 1)), List.of());
        assertThat(plane.journal.history(WORKER).command("c")).isPresent();
        assertThat(plane.os.effects).isEmpty();

        plane.agent.open(List.of());

        assertThat(plane.outcome("c").status()).isEqualTo(Status.SUCCEEDED);
    }
}
