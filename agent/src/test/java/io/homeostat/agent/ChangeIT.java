package io.homeostat.agent;

import static io.homeostat.agent.ChangedWorker.PRINTS;
import static io.homeostat.agent.ChangedWorker.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings patches and rollbacks with real processes, real files, and a real broker. */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class ChangeIT {

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
    void a_service_is_switched_back_and_the_next_start_starts_the_old_version() throws Exception {
        try (var _ = own.start()) {
            var pid = own.declare("2.0", null, PRINTS);
            own.rollback("back", "2.0", "1.0", 1);

            var outcome = plane.outcome(Topics.ROLLBACK_RESULTS, own.id("back"));
            assertThat(outcome.status()).isEqualTo(Status.SUCCEEDED);
            assertThat(outcome.message()).isEqualTo("run version 1.0: " + own.worker);
            assertThat(version(own.onlyProcess())).isEqualTo("1.0");
            assertThat(own.onlyProcess()).isNotEqualTo(pid);
            assertThat(plane.component(own.worker))
                    .isEqualTo(Workers.versioned(own.worker, own.agent, "2.0", null, PRINTS)
                            .replace("\"currentVersion\":\"2.0\"", "\"currentVersion\":\"1.0\""));
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> Files.readString(own.data.resolve("output/" + own.worker + ".log"))
                            .equals("I am 2.0\nI am 1.0\n"));
            assertThat(plane.failures(own.worker)).isEmpty();

            restart("t", "TERMINATE", 1, "2.0");
            assertThat(plane.outcome(own.id("t")).status()).isEqualTo(Status.SUCCEEDED);
            restart("stale", "START", 2, "2.0");
            assertThat(plane.outcome(own.id("stale")).message()).startsWith("VERSION: version 2.0 was rolled back");
            restart("s", "START", 3, "1.0");
            assertThat(plane.outcome(own.id("s")).status()).isEqualTo(Status.SUCCEEDED);
            assertThat(version(own.onlyProcess())).isEqualTo("1.0");
        }
    }

    @Test
    void workers_of_a_type_are_switched_together_and_share_one_patch() throws Exception {
        var settings =
                Files.writeString(directory.resolve("shared.json"), "{\n  \"memoryMb\": 512.0,\n  \"x\": 1.50\n}");
        try (var _ = own.start()) {
            plane.write(
                    Topics.COMPONENTS,
                    "type/sleeper",
                    Workers.versioned("type/sleeper", own.agent, "2.0", settings, PRINTS));
            for (var each : List.of(own.worker + "-1", own.worker + "-2")) {
                plane.write(
                        Topics.RESTART_COMMANDS,
                        each,
                        Workers.command(each + "-s", "START", own.agent, each, null, 1, own.soon()));
                assertThat(plane.outcome(each + "-s").status()).isEqualTo(Status.SUCCEEDED);
            }
            plane.write(
                    Topics.FIX_COMMANDS,
                    "type/sleeper",
                    Workers.fix(own.id("fix"), own.agent, "type/sleeper", 512, 768, 1, own.soon()));
            assertThat(plane.outcome(Topics.FIX_RESULTS, own.id("fix")).status())
                    .isEqualTo(Status.SUCCEEDED);
            assertThat(settings).hasContent("{\n  \"memoryMb\": 768,\n  \"x\": 1.50\n}");

            own.rollback("back", "2.0", "1.0", 1);

            assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, own.id("back")).message())
                    .isEqualTo("run version 1.0: " + own.worker + "-1, " + own.worker + "-2");
            for (var each : List.of(own.worker + "-1", own.worker + "-2")) {
                assertThat(Workers.pids(own.data, each))
                        .singleElement()
                        .satisfies(pid -> assertThat(version(pid)).isEqualTo("1.0"));
            }
            assertThat(plane.component("type/sleeper"))
                    .contains("\"currentVersion\":\"1.0\"", "\"memoryMb\":768", "unknown to this version");
        }
    }

    @Test
    void what_is_late_or_not_ours_has_no_effect() throws Exception {
        try (var _ = own.start()) {
            var pid = own.declare("2.0", null, PRINTS);
            var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
            plane.write(
                    Topics.ROLLBACK_COMMANDS,
                    "dreams",
                    Workers.rollback(own.id("late"), own.agent, "2.0", "1.0", 1, now.minusSeconds(1)));
            plane.write(
                    Topics.ROLLBACK_COMMANDS,
                    "dreams",
                    Workers.rollback(own.id("theirs"), "another-host", "2.0", "1.0", 2, now.plusSeconds(60)));
            own.rollback("unknown", "2.0", "0.1", 3);

            assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, own.id("late")).message())
                    .startsWith("LATE: ");
            assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, own.id("unknown")).message())
                    .startsWith("VERSION: none of [" + own.worker + "] has a version 0.1");
            assertThat(plane.results(Topics.ROLLBACK_RESULTS, own.id("theirs"))).isEmpty();
            assertThat(own.onlyProcess()).isEqualTo(pid);
        }
    }

    private void restart(String name, String action, long generation, String version) {
        plane.write(
                Topics.RESTART_COMMANDS,
                own.worker,
                Workers.command(own.id(name), action, own.agent, own.worker, null, generation, own.soon())
                        .replace("\"parameters\":{}", "\"parameters\":{\"version\":\"" + version + "\"}"));
    }
}
