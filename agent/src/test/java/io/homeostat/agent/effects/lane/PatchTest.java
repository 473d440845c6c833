package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.fix;
import static io.homeostat.agent.effects.lane.PatchedWorker.FIX;
import static io.homeostat.agent.effects.lane.PatchedWorker.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.homeostat.agent.domain.Change;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A patch changes the expected settings in the file and in the component, and nothing else. */
@SuppressWarnings("NullAway.Init")
class PatchTest {

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

    @Test
    void the_file_and_the_component_are_changed_before_the_answer() {
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(patched.outcome("f").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(patched.outcome("f").message()).isEqualTo("patched [memoryMb]");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 768}");
        assertThat(plane.components(WORKER)).containsExactly(patched.component(WORKER, "RUNNING", 768));
        assertThat(plane.order()).containsExactly("fix-results", "components", "fix-results");
        await().until(() -> plane.journal.changes(KEY).change("f").orElseThrow().answered());
    }

    @Test
    void a_command_that_comes_twice_has_one_effect_and_two_answers() {
        plane.agent.open(List.of());
        plane.give(FIX);
        patched.outcome("f");
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
        patched.outcome("f");
        plane.give(new Change.Settings(fix("g", WORKER, 2)));

        assertThat(patched.outcome("g").status()).isEqualTo(Status.REFUSED);
        assertThat(patched.outcome("g").message())
                .isEqualTo("DIFFERENT_VALUE: setting 'memoryMb': expected 512, found 768");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 768}");
    }

    @Test
    void without_a_settings_file_there_is_nothing_to_patch() {
        plane.declare(WORKER, patched.component(WORKER, "RUNNING", 512).replace("settingsFile", "x"));
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(patched.outcome("f").message()).startsWith("PREREQUISITE: ");
    }

    @Test
    void a_component_that_cannot_be_written_is_no_reason_to_change_the_file() {
        plane.declare(WORKER, patched.component(WORKER, "RUNNING", 512).replace("{\"memoryMb\":512}", "7"));
        plane.agent.open(List.of());
        plane.give(FIX);

        assertThat(patched.outcome("f").message()).isEqualTo("PREREQUISITE: settings of the component is no object");
        assertThat(file).hasContent("{\"other\": 1, \"memoryMb\": 512}");
    }

    @Test
    void a_fix_of_a_type_is_one_patch_and_not_one_of_a_worker_without_a_component_of_its_own() {
        plane.declare("type/sleeper", patched.component("type/sleeper", "RUNNING", 512));
        plane.agent.open(List.of());
        plane.give(new Change.Settings(fix("t", "type/sleeper", 1)));
        plane.give(new Change.Settings(fix("x", "w-9", 1)));

        assertThat(patched.outcome("t").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(plane.components("type/sleeper")).hasSize(1);
        assertThat(patched.outcome("x").message()).startsWith("UNKNOWN_COMPONENT: ");
    }

    @Test
    void a_fix_for_one_incarnation_looks_at_what_runs() {
        plane.os.runs("i");
        plane.agent.open(List.of());
        plane.give(expecting("a", "j", 1));
        assertThat(patched.outcome("a").message()).startsWith("OTHER_INCARNATION: ");

        plane.give(expecting("b", "i", 2));
        assertThat(patched.outcome("b").status()).isEqualTo(Status.SUCCEEDED);
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
            assertThat(patched.outcome("f").message()).contains("hunter2");
            Files.writeString(file, "{\"memoryMb\":512}");
            plane.give(new Change.Settings(fix("g", WORKER, 2)));
            assertThat(patched.outcome("g").status()).isEqualTo(Status.SUCCEEDED);
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
}
