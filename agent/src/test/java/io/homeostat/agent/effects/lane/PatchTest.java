package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Samples;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.topics.Topics;
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
import org.slf4j.LoggerFactory;

/** Settings patches on a real file, with a made-up broker. */
@SuppressWarnings("NullAway.Init")
class PatchTest {

    private static final Change FIX = new Change.Settings(fix("f", WORKER, 1));
    private static final String KEY = FIX.key();

    @TempDir
    private Path directory;

    private Path file;
    private TestAgent plane;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("settings.json"), "{\"other\": 1, \"memoryMb\": 512}");
        plane = new TestAgent(directory);
        plane.declare(WORKER, component(WORKER, "RUNNING", 512));
    }

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void the_file_and_the_component_are_changed_before_the_answer() {
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(outcome("f").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(outcome("f").message()).isEqualTo("patched [memoryMb]");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 768}");
        assertThat(plane.components(WORKER)).containsExactly(component(WORKER, "RUNNING", 768));
        assertThat(plane.order()).containsExactly("fix-results", "components", "fix-results");
        await().until(() -> plane.journal.changes(KEY).change("f").orElseThrow().answered());
    }

    @Test
    void a_command_that_comes_twice_has_one_effect_and_two_answers() {
        plane.agent.open(List.of());
        plane.give(FIX);
        outcome("f");
        await().until(() -> plane.journal.changes(KEY).change("f").orElseThrow().answered());
        plane.give(FIX);

        await().until(() -> plane.results(Topics.FIX_RESULTS, "f").size() == 3);
        assertThat(plane.results(Topics.FIX_RESULTS, "f").stream().skip(1).distinct())
                .hasSize(1);
        assertThat(plane.components(WORKER)).hasSize(1);
    }

    @Test
    void the_same_fix_by_another_command_is_refused_and_names_what_it_found() {
        plane.agent.open(List.of());
        plane.give(FIX);
        outcome("f");
        plane.give(new Change.Settings(fix("g", WORKER, 2)));

        assertThat(outcome("g").status()).isEqualTo(Status.REFUSED);
        assertThat(outcome("g").message()).isEqualTo("DIFFERENT_VALUE: setting 'memoryMb': expected 512, found 768");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 768}");
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
        plane.declare(WORKER, component(WORKER, "RUNNING", inComponent));
        plane.journal.append(steps);
        plane.agent.open(List.of());

        assertThat(outcome("f").status()).isEqualTo(Status.SUCCEEDED);
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

        assertThat(outcome("f")).isEqualTo(result);
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 512}");
    }

    @Test
    void a_file_that_somebody_else_changed_meanwhile_makes_the_outcome_unknown() throws IOException {
        Files.writeString(file, "{\"memoryMb\":640}");
        plane.journal.append(
                List.of(new JournalEntry.ChangeReceived(FIX), new JournalEntry.ChangeBegun(KEY, "f", null)));
        plane.agent.open(List.of());

        assertThat(outcome("f").status()).isEqualTo(Status.UNKNOWN);
        assertThat(outcome("f").message()).contains("expected 512, found 640");
        assertThat(file).hasContent("{\"memoryMb\":640}");
        assertThat(plane.components(WORKER)).isEmpty();
    }

    @Test
    void a_freeze_between_decision_and_effect_is_noticed() {
        plane.agent.open(List.of());
        plane.duringBarrier = () -> plane.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        plane.give(FIX);

        assertThat(outcome("f").message()).startsWith("LATE: ");
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
    void without_a_settings_file_there_is_nothing_to_patch() {
        plane.declare(WORKER, component(WORKER, "RUNNING", 512).replace("settingsFile", "x"));
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(outcome("f").message()).startsWith("PREREQUISITE: ");
    }

    @Test
    void a_component_that_cannot_be_written_is_no_reason_to_change_the_file() {
        plane.declare(WORKER, component(WORKER, "RUNNING", 512).replace("{\"memoryMb\":512}", "7"));
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(outcome("f").message()).isEqualTo("PREREQUISITE: settings of the component is no object");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 512}");
    }

    @Test
    void a_fix_of_a_type_is_one_patch_and_not_one_of_a_worker_without_a_component_of_its_own() {
        plane.declare("type/sleeper", component("type/sleeper", "RUNNING", 512));
        plane.agent.open(List.of());
        plane.give(new Change.Settings(fix("t", "type/sleeper", 1)));
        plane.give(new Change.Settings(fix("x", "w-9", 1)));

        assertThat(outcome("t").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.components("type/sleeper")).hasSize(1);
        assertThat(outcome("x").message()).startsWith("UNKNOWN_COMPONENT: ");
    }

    @Test
    void a_fix_for_one_incarnation_looks_at_what_runs() {
        plane.os.runs("i");
        plane.agent.open(List.of());
        plane.give(expecting("a", "j", 1));
        assertThat(outcome("a").message()).startsWith("OTHER_INCARNATION: ");

        plane.give(expecting("b", "i", 2));
        assertThat(outcome("b").status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void a_record_of_the_operator_that_slips_in_between_is_not_lost() {
        var once = new AtomicInteger();
        plane.beforeComponent = () -> {
            if (once.getAndIncrement() == 0) {
                plane.declare(WORKER, component(WORKER, "STOPPED", 512));
            }
        };
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(outcome("f").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.component(WORKER).desired()).isEqualTo(Desired.STOPPED);
        assertThat(plane.components(WORKER))
                .containsExactly(component(WORKER, "RUNNING", 768), component(WORKER, "STOPPED", 768));
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

        assertThat(outcome("f").status()).isEqualTo(Status.FAILED);
        assertThat(outcome("f").message()).contains("the component was removed");
        assertThat(plane.components(WORKER)).hasSize(2).last().isNull();
        assertThat(plane.views.exactly(WORKER)).isNull();
    }

    @Test
    void values_of_settings_are_not_logged() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger("io.homeostat.agent");
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        logger.addAppender(appender);
        try {
            Files.writeString(file, "{\"memoryMb\":\"hunter2\"}");
            plane.agent.open(List.of());
            plane.give(FIX);
            assertThat(outcome("f").message()).contains("hunter2");
            Files.writeString(file, "{\"memoryMb\":512}");
            plane.give(new Change.Settings(fix("g", WORKER, 2)));
            assertThat(outcome("g").status()).isEqualTo(Status.SUCCEEDED);
        } finally {
            logger.detachAppender(appender);
        }

        assertThat(List.copyOf(appender.list))
                .filteredOn(e -> e.getLevel().isGreaterOrEqual(Level.INFO))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.getFormattedMessage())
                        .doesNotContain("hunter2")
                        .doesNotContain("512")
                        .doesNotContain("768"));
    }

    private static Change expecting(String id, String incarnation, long generation) {
        var f = fix(id, WORKER, generation);
        return new Change.Settings(new FixCommand(
                f.commandId(),
                f.fixId(),
                f.target(),
                f.action(),
                f.before(),
                f.after(),
                incarnation,
                f.generation(),
                f.planeGeneration(),
                f.agent(),
                f.executor(),
                f.parameters(),
                f.provenance()));
    }

    private CommandResult outcome(String commandId) {
        return plane.outcome(Topics.FIX_RESULTS, commandId);
    }

    private String component(String subject, String desired, int memoryMb) {
        return "{\"subject\":\"" + subject
                + "\",\"agent\":\"host-1\",\"executor\":\"process\",\"workerType\":\"sleeper\","
                + "\"unknown\":[1.50],\"desired\":\"" + desired + "\",\"parameters\":{\"settings\":{\"memoryMb\":"
                + memoryMb + "},\"settingsFile\":\"" + file + "\"}}";
    }
}
