package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.effects.lane.PatchedWorker.FIX;
import static io.homeostat.agent.effects.lane.PatchedWorker.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Samples;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A patch that is late, cut off at any step or crossed by somebody else's change is done once, or not at all. */
@SuppressWarnings("NullAway.Init")
class InterruptedPatchTest {

    @TempDir
    private Path directory;

    private PatchedWorker patched;
    private Path file;
    private TestAgent plane;

    @BeforeEach
    void start() throws IOException {
        patched = new PatchedWorker(directory);
        file = patched.file;
        plane = patched.plane;
    }

    @AfterEach
    void close() {
        patched.close();
    }

    static Stream<Arguments> crashes() {
        var received = new JournalEntry.ChangeReceived(FIX);
        var begun = new JournalEntry.ChangeBegun(KEY, "f", null);
        var effected = new JournalEntry.ChangeEffected(KEY, "f", null);
        return Stream.of(
                argumentSet("before anything", 512, 512, List.of(received)),
                argumentSet("before the file", 512, 512, List.of(received, begun)),
                argumentSet("after the file", 768, 512, List.of(received, begun)),
                argumentSet("after it was noted", 768, 512, List.of(received, begun, effected)),
                argumentSet("after the component", 768, 768, List.of(received, begun, effected)));
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void an_agent_that_ended_in_the_middle_finishes_what_it_began_once(
            int inFile, int inComponent, List<JournalEntry> steps) throws IOException {
        Files.writeString(file, "{\"memoryMb\":" + inFile + "}");
        plane.declare(WORKER, patched.component(WORKER, "RUNNING", inComponent));
        plane.journal.append(steps);
        plane.agent.open(List.of());

        assertThat(patched.outcome("f").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(file).hasContent("{\"memoryMb\":768}");
        assertThat(plane.components(WORKER)).hasSize(inComponent == 512 ? 1 : 0);
        var parameters = Objects.requireNonNull(plane.component(WORKER).parameters());
        assertThat(parameters.at("/settings/memoryMb").intValue()).isEqualTo(768);
    }

    @Test
    void an_answer_that_was_not_acknowledged_is_given_again() {
        var result =
                new CommandResult(WORKER, "f", Status.SUCCEEDED, Samples.AGENT, "patched", null, TestAgent.until());
        plane.journal.append(List.of(new JournalEntry.ChangeReceived(FIX), new JournalEntry.ChangeDone(KEY, result)));
        plane.agent.open(List.of());

        assertThat(patched.outcome("f")).isEqualTo(result);
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 512}");
    }

    @Test
    void a_file_that_somebody_else_changed_meanwhile_makes_the_outcome_unknown() throws IOException {
        Files.writeString(file, "{\"memoryMb\":640}");
        plane.journal.append(
                List.of(new JournalEntry.ChangeReceived(FIX), new JournalEntry.ChangeBegun(KEY, "f", null)));
        plane.agent.open(List.of());

        assertThat(patched.outcome("f").status()).isEqualTo(Status.UNKNOWN);
        assertThat(patched.outcome("f").message()).contains("expected 512, found 640");
        assertThat(file).hasContent("{\"memoryMb\":640}");
        assertThat(plane.components(WORKER)).isEmpty();
    }

    @Test
    void a_freeze_between_decision_and_effect_is_noticed() {
        plane.agent.open(List.of());
        plane.duringBarrier = () -> plane.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        plane.give(FIX);

        assertThat(patched.outcome("f").message()).startsWith("LATE: ");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 512}");
    }

    @Test
    void without_the_brokers_answer_nothing_is_done() {
        plane.agent.open(List.of());
        plane.brokerAnswers = false;
        plane.give(FIX);
        await().until(() -> !plane.written.isEmpty());
        plane.agent.close(Duration.ZERO);

        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 512}");
    }

    @Test
    void a_record_of_the_operator_that_slips_in_between_is_not_lost() {
        var once = new AtomicInteger();
        plane.beforeComponent = () -> {
            if (once.getAndIncrement() == 0) {
                plane.declare(WORKER, patched.component(WORKER, "STOPPED", 512));
            }
        };
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(patched.outcome("f").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.component(WORKER).desired()).isEqualTo(Desired.STOPPED);
        assertThat(plane.components(WORKER))
                .containsExactly(patched.component(WORKER, "RUNNING", 768), patched.component(WORKER, "STOPPED", 768));
    }

    @Test
    void a_removal_that_slips_in_between_stays_a_removal() {
        var once = new AtomicInteger();
        plane.beforeComponent = () -> {
            if (once.getAndIncrement() == 0) {
                plane.views.component(WORKER, (byte[]) null);
            }
        };
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(patched.outcome("f").status()).isEqualTo(Status.FAILED);
        assertThat(patched.outcome("f").message()).contains("the component was removed");
        assertThat(plane.components(WORKER)).hasSize(2).last().isNull();
        assertThat(plane.views.exactly(WORKER)).isNull();
    }
}
