package io.homeostat.agent;

import static io.homeostat.agent.ChangedWorker.PRINTS;
import static io.homeostat.agent.ChangedWorker.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is killed at any step of a patch or of a rollback has carried it out once, after its next start. */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class ChangeCrashIT {

    private static final String[] STUBBORN = {"sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"};

    private static TestPlane plane;

    @TempDir
    private Path directory;

    private ChangedWorker own;

    @BeforeAll
    static void startPlane(@TempDir Path directory) {
        plane = TestPlane.start(directory);
    }

    @AfterAll
    static void stopPlane() {
        plane.close();
    }

    @BeforeEach
    void names(TestInfo test) throws IOException {
        own = new ChangedWorker(
                plane, directory, test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void endWorkers() {
        own.close();
    }

    @Test
    void an_agent_killed_at_any_step_of_a_rollback_leaves_one_process_of_the_old_version() throws Exception {
        var steps = List.of(
                "change-received",
                "change-begun",
                "change-effected",
                "ending",
                "ended",
                "starting",
                "done",
                "change-done");
        var running = own.start();
        try {
            own.declare("2.0", null, STUBBORN);
            int generation = 0;
            for (var step : steps) {
                var from = generation % 2 == 0 ? "2.0" : "1.0";
                var to = generation % 2 == 0 ? "1.0" : "2.0";
                long already = count(step);
                own.rollback(step, from, to, ++generation);
                while (count(step) == already) {
                    Thread.onSpinWait();
                }
                running.kill();
                System.out.println("killed after " + step + ", the last entry was " + lastEntry());
                running = own.start();

                assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, own.id(step)).status())
                        .as(step)
                        .isEqualTo(Status.SUCCEEDED);
                assertThat(own.mains()).as(step).hasSize(1);
                assertThat(version(own.mains().getFirst())).as(step).isEqualTo(to);
                assertThat(Workers.pids(own.data, own.worker))
                        .as(step)
                        .allSatisfy(pid -> assertThat(version(pid)).isEqualTo(to));
                assertThat(plane.component(own.worker)).as(step).contains("\"currentVersion\":\"" + to + "\"");
                assertThat(distinctOutcomes(own.id(step))).as(step).hasSize(1);
            }
            assertThat(plane.failures(own.worker)).isEmpty();
        } finally {
            running.close();
        }
    }

    @Test
    void an_agent_killed_at_any_step_of_a_patch_patches_once() throws Exception {
        var settings = Files.writeString(directory.resolve("settings.json"), "{\"memoryMb\":512,\"other\":[1.0]}");
        var running = own.start();
        try {
            own.declare("2.0", settings, PRINTS);
            int value = 512;
            int generation = 0;
            for (var step : List.of("change-received", "change-begun", "change-effected", "change-done")) {
                int after = value + value / 2;
                long already = count(step);
                plane.write(
                        Topics.FIX_COMMANDS,
                        own.worker,
                        Workers.fix(own.id(step), own.agent, own.worker, value, after, ++generation, own.soon()));
                while (count(step) == already) {
                    Thread.onSpinWait();
                }
                running.kill();
                System.out.println("killed after " + step + ", the last entry was " + lastEntry());
                assertThat(Json.read(Files.readAllBytes(settings), Map.class).toString())
                        .as("never half-written")
                        .containsAnyOf("memoryMb=" + value, "memoryMb=" + after);
                running = own.start();

                assertThat(plane.outcome(Topics.FIX_RESULTS, own.id(step)).status())
                        .as(step)
                        .isEqualTo(Status.SUCCEEDED);
                assertThat(settings).as(step).hasContent("{\"memoryMb\":" + after + ",\"other\":[1.0]}");
                assertThat(plane.component(own.worker)).as(step).contains("\"memoryMb\":" + after + "}");
                value = after;
            }
            plane.write(
                    Topics.FIX_COMMANDS,
                    own.worker,
                    Workers.fix(own.id("again"), own.agent, own.worker, 512, 768, ++generation, own.soon()));
            assertThat(plane.outcome(Topics.FIX_RESULTS, own.id("again")).message())
                    .isEqualTo("DIFFERENT_VALUE: setting 'memoryMb': expected 512, found " + value);
        } finally {
            running.close();
        }
    }

    private List<CommandResult> distinctOutcomes(String commandId) {
        return plane.results(Topics.ROLLBACK_RESULTS, commandId).stream()
                .filter(r -> r.status() != Status.ACCEPTED)
                .distinct()
                .toList();
    }

    private long count(String step) throws IOException {
        return journal().stream()
                .filter(line -> line.contains("\"entry\":\"" + step + "\""))
                .count();
    }

    private String lastEntry() throws IOException {
        var line = journal().getLast();
        return line.substring(0, Math.min(line.length(), 40));
    }

    private List<String> journal() throws IOException {
        return Files.readString(own.data.resolve("journal.jsonl")).lines().toList();
    }
}
