package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings patches and rollbacks with real processes, real files, a real broker, and agents that are killed. */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class ChangeIT {

    private static final String[] PRINTS = {"sh", "-c", "echo I am $HOMEOSTAT_VERSION; exec sleep 1000"};
    private static final String[] STUBBORN = {"sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"};

    private static TestPlane plane;

    @TempDir
    private Path directory;

    private Path data;
    private String agent;
    private String worker;

    @BeforeAll
    static void startPlane(@TempDir Path directory) {
        plane = TestPlane.start(directory);
    }

    @AfterAll
    static void stopPlane() {
        plane.close();
    }

    @BeforeEach
    void names(TestInfo test) throws Exception {
        data = Files.createDirectory(directory.resolve("agent")).toRealPath();
        agent = "host" + test.getTestMethod().orElseThrow().getName().hashCode();
        worker = "w" + agent;
    }

    @AfterEach
    void endWorkers() {
        plane.write(Topics.COMPONENTS, worker, null);
        plane.write(Topics.COMPONENTS, "type/sleeper", null);
        for (var each : List.of(worker, worker + "-1", worker + "-2")) {
            Workers.pids(data, each).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    void a_service_is_switched_back_and_the_next_start_starts_the_old_version() throws Exception {
        try (var _ = start()) {
            var pid = declare("2.0", null, PRINTS);
            rollback("back", "2.0", "1.0", 1);

            var outcome = plane.outcome(Topics.ROLLBACK_RESULTS, id("back"));
            assertThat(outcome.status()).isEqualTo(Status.SUCCEEDED);
            assertThat(outcome.message()).isEqualTo("run version 1.0: " + worker);
            assertThat(version(onlyProcess())).isEqualTo("1.0");
            assertThat(onlyProcess()).isNotEqualTo(pid);
            assertThat(plane.component(worker))
                    .isEqualTo(Workers.versioned(worker, agent, "2.0", null, PRINTS)
                            .replace("\"currentVersion\":\"2.0\"", "\"currentVersion\":\"1.0\""));
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> Files.readString(data.resolve("output/" + worker + ".log"))
                            .equals("I am 2.0\nI am 1.0\n"));
            assertThat(plane.failures(worker)).isEmpty();

            restart("t", "TERMINATE", 1, "2.0");
            assertThat(plane.outcome(id("t")).status()).isEqualTo(Status.SUCCEEDED);
            restart("stale", "START", 2, "2.0");
            assertThat(plane.outcome(id("stale")).message()).startsWith("VERSION: version 2.0 was rolled back");
            restart("s", "START", 3, "1.0");
            assertThat(plane.outcome(id("s")).status()).isEqualTo(Status.SUCCEEDED);
            assertThat(version(onlyProcess())).isEqualTo("1.0");
        }
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
        var running = start();
        try {
            declare("2.0", null, STUBBORN);
            int generation = 0;
            for (var step : steps) {
                var from = generation % 2 == 0 ? "2.0" : "1.0";
                var to = generation % 2 == 0 ? "1.0" : "2.0";
                long already = count(step);
                rollback(step, from, to, ++generation);
                while (count(step) == already) {
                    Thread.onSpinWait();
                }
                running.kill();
                System.out.println("killed after " + step + ", the last entry was " + lastEntry());
                running = start();

                assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, id(step)).status())
                        .as(step)
                        .isEqualTo(Status.SUCCEEDED);
                assertThat(mains()).as(step).hasSize(1);
                assertThat(version(mains().getFirst())).as(step).isEqualTo(to);
                assertThat(Workers.pids(data, worker))
                        .as(step)
                        .allSatisfy(pid -> assertThat(version(pid)).isEqualTo(to));
                assertThat(plane.component(worker)).as(step).contains("\"currentVersion\":\"" + to + "\"");
                assertThat(distinctOutcomes(id(step))).as(step).hasSize(1);
            }
            assertThat(plane.failures(worker)).isEmpty();
        } finally {
            running.close();
        }
    }

    @Test
    void workers_of_a_type_are_switched_together_and_share_one_patch() throws Exception {
        var settings =
                Files.writeString(directory.resolve("shared.json"), "{\n  \"memoryMb\": 512.0,\n  \"x\": 1.50\n}");
        try (var _ = start()) {
            plane.write(
                    Topics.COMPONENTS,
                    "type/sleeper",
                    Workers.versioned("type/sleeper", agent, "2.0", settings, PRINTS));
            for (var each : List.of(worker + "-1", worker + "-2")) {
                plane.write(
                        Topics.RESTART_COMMANDS,
                        each,
                        Workers.command(each + "-s", "START", agent, each, null, 1, soon()));
                assertThat(plane.outcome(each + "-s").status()).isEqualTo(Status.SUCCEEDED);
            }
            plane.write(
                    Topics.FIX_COMMANDS,
                    "type/sleeper",
                    Workers.fix(id("fix"), agent, "type/sleeper", 512, 768, 1, soon()));
            assertThat(plane.outcome(Topics.FIX_RESULTS, id("fix")).status()).isEqualTo(Status.SUCCEEDED);
            assertThat(settings).hasContent("{\n  \"memoryMb\": 768,\n  \"x\": 1.50\n}");

            rollback("back", "2.0", "1.0", 1);

            assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, id("back")).message())
                    .isEqualTo("run version 1.0: " + worker + "-1, " + worker + "-2");
            for (var each : List.of(worker + "-1", worker + "-2")) {
                assertThat(Workers.pids(data, each))
                        .singleElement()
                        .satisfies(pid -> assertThat(version(pid)).isEqualTo("1.0"));
            }
            assertThat(plane.component("type/sleeper"))
                    .contains("\"currentVersion\":\"1.0\"", "\"memoryMb\":768", "unknown to this version");
        }
    }

    @Test
    void an_agent_killed_at_any_step_of_a_patch_patches_once() throws Exception {
        var settings = Files.writeString(directory.resolve("settings.json"), "{\"memoryMb\":512,\"other\":[1.0]}");
        var running = start();
        try {
            declare("2.0", settings, PRINTS);
            int value = 512;
            int generation = 0;
            for (var step : List.of("change-received", "change-begun", "change-effected", "change-done")) {
                int after = value + value / 2;
                long already = count(step);
                plane.write(
                        Topics.FIX_COMMANDS,
                        worker,
                        Workers.fix(id(step), agent, worker, value, after, ++generation, soon()));
                while (count(step) == already) {
                    Thread.onSpinWait();
                }
                running.kill();
                System.out.println("killed after " + step + ", the last entry was " + lastEntry());
                assertThat(Json.read(Files.readAllBytes(settings), java.util.Map.class)
                                .toString())
                        .as("never half-written")
                        .containsAnyOf("memoryMb=" + value, "memoryMb=" + after);
                running = start();

                assertThat(plane.outcome(Topics.FIX_RESULTS, id(step)).status())
                        .as(step)
                        .isEqualTo(Status.SUCCEEDED);
                assertThat(settings).as(step).hasContent("{\"memoryMb\":" + after + ",\"other\":[1.0]}");
                assertThat(plane.component(worker)).as(step).contains("\"memoryMb\":" + after + "}");
                value = after;
            }
            plane.write(
                    Topics.FIX_COMMANDS,
                    worker,
                    Workers.fix(id("again"), agent, worker, 512, 768, ++generation, soon()));
            assertThat(plane.outcome(Topics.FIX_RESULTS, id("again")).message())
                    .isEqualTo("DIFFERENT_VALUE: setting 'memoryMb': expected 512, found " + value);
        } finally {
            running.close();
        }
    }

    @Test
    void what_is_late_or_not_ours_has_no_effect() throws Exception {
        try (var _ = start()) {
            var pid = declare("2.0", null, PRINTS);
            var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
            plane.write(
                    Topics.ROLLBACK_COMMANDS,
                    "dreams",
                    Workers.rollback(id("late"), agent, "2.0", "1.0", 1, now.minusSeconds(1)));
            plane.write(
                    Topics.ROLLBACK_COMMANDS,
                    "dreams",
                    Workers.rollback(id("theirs"), "another-host", "2.0", "1.0", 2, now.plusSeconds(60)));
            rollback("unknown", "2.0", "0.1", 3);

            assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, id("late")).message())
                    .startsWith("LATE: ");
            assertThat(plane.outcome(Topics.ROLLBACK_RESULTS, id("unknown")).message())
                    .startsWith("VERSION: none of [" + worker + "] has a version 0.1");
            assertThat(plane.results(Topics.ROLLBACK_RESULTS, id("theirs"))).isEmpty();
            assertThat(onlyProcess()).isEqualTo(pid);
        }
    }

    private AgentProcess start() throws Exception {
        return AgentProcess.start(agent, plane.broker.bootstrapServers(), data);
    }

    private long declare(String version, @org.jspecify.annotations.Nullable Path settings, String... start) {
        plane.write(Topics.COMPONENTS, worker, Workers.versioned(worker, agent, version, settings, start));
        return await().atMost(TestPlane.PATIENCE)
                .until(this::mains, pids -> pids.size() == 1)
                .getFirst();
    }

    private void rollback(String name, String from, String to, long generation) {
        plane.write(
                Topics.ROLLBACK_COMMANDS, "dreams", Workers.rollback(id(name), agent, from, to, generation, soon()));
    }

    private void restart(String name, String action, long generation, String version) {
        plane.write(
                Topics.RESTART_COMMANDS,
                worker,
                Workers.command(id(name), action, agent, worker, null, generation, soon())
                        .replace("\"parameters\":{}", "\"parameters\":{\"version\":\"" + version + "\"}"));
    }

    private Instant soon() {
        return plane.write(Topics.HEARTBEATS, "~x", "{}").plusSeconds(120);
    }

    private List<CommandResult> distinctOutcomes(String commandId) {
        return plane.results(Topics.ROLLBACK_RESULTS, commandId).stream()
                .filter(r -> r.status() != Status.ACCEPTED)
                .distinct()
                .toList();
    }

    /** Processes of the worker that no other process of it has started. */
    private List<Long> mains() {
        return Workers.pids(data, worker).stream()
                .filter(pid -> ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .map(parent -> Workers.incarnation(parent.pid()).isEmpty())
                        .orElse(false))
                .toList();
    }

    private long onlyProcess() {
        assertThat(Workers.pids(data, worker)).hasSize(1);
        return Workers.pids(data, worker).getFirst();
    }

    private static String version(long pid) {
        return Workers.environment(pid).stream()
                .filter(v -> v.startsWith("HOMEOSTAT_VERSION="))
                .map(v -> v.substring("HOMEOSTAT_VERSION=".length()))
                .findFirst()
                .orElse("");
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
        return Files.readString(data.resolve("journal.jsonl")).lines().toList();
    }

    private String id(String name) {
        return worker + "-" + name;
    }
}
