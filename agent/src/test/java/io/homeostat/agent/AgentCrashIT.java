package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is killed, frozen and started again, with real processes and a real broker. */
@Timeout(240)
@SuppressWarnings({"NullAway.Init", "try"})
class AgentCrashIT {

    private static TestPlane plane;
    private static long planeGeneration = 1;

    @TempDir
    private Path directory;

    private Path data;
    private String agent;
    private String worker;
    private long generation;

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
        agent = "host-" + test.getTestMethod().orElseThrow().getName().hashCode();
        worker = "w" + agent;
    }

    @AfterEach
    void endWorkers() {
        Workers.pids(data, worker).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void a_killed_agent_finds_its_process_again_and_starts_no_second() throws Exception {
        long pid;
        try (var first = start()) {
            pid = declare("sleep", "1000");
            first.kill();
        }
        assertThat(Workers.pids(data, worker)).containsExactly(pid);
        try (var second = start()) {
            command("again", "START", null);
            assertThat(plane.outcome(id("again")).message()).startsWith("OTHER_INCARNATION: ");
            assertThat(Workers.pids(data, worker)).containsExactly(pid);

            command("end", "TERMINATE", Workers.incarnation(pid));
            assertThat(plane.outcome(id("end")).status()).isEqualTo(Status.SUCCEEDED);
            assertThat(Workers.pids(data, worker)).isEmpty();
            assertThat(second.terminate()).isEqualTo(143);
        }
        // Killed between the broker's acknowledgement and the journal, it says the same once more, and nothing else.
        assertThat(Set.copyOf(plane.heartbeats(worker))).hasSize(1);
        assertThat(plane.failures(worker)).isEmpty();
    }

    @Test
    void an_agent_killed_in_the_middle_of_a_restart_goes_on_with_it_and_starts_one_process() throws Exception {
        long pid;
        try (var first = start()) {
            pid = declare("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done");
            command("r", "RESTART", Workers.incarnation(pid));
            await().atMost(TestPlane.PATIENCE).until(() -> journal().contains("\"entry\":\"ending\""));
            first.kill();
        }
        assertThat(plane.results(id("r"))).extracting(r -> r.status()).containsOnly(Status.ACCEPTED);
        try (var second = start()) {
            assertThat(plane.outcome(id("r")).status()).isEqualTo(Status.SUCCEEDED);
            var main = Workers.pids(data, worker).stream()
                    .filter(p -> Workers.incarnation(p).equals(id("r")))
                    .toList();
            assertThat(main).isNotEmpty();
            assertThat(Workers.pids(data, worker))
                    .allSatisfy(p -> assertThat(Workers.incarnation(p)).isEqualTo(id("r")));
        }
        assertThat(plane.failures(worker)).isEmpty();
    }

    @Test
    void an_agent_that_lost_its_journal_is_right_by_what_runs() throws Exception {
        long pid;
        try (var first = start()) {
            declare("sleep", "1000");
            command("r", "RESTART", null);
            assertThat(plane.outcome(id("r")).status()).isEqualTo(Status.SUCCEEDED);
            pid = Workers.pids(data, worker).getFirst();
            first.kill();
        }
        Files.delete(data.resolve("journal.jsonl"));
        try (var second = start()) {
            command("r", "RESTART", null);

            assertThat(plane.outcomes(id("r"), 2).getLast().message()).isEqualTo("runs already");
            assertThat(Workers.pids(data, worker)).containsExactly(pid);
        }
    }

    @Test
    void an_exit_while_the_agent_was_away_is_reported_once_without_a_code() throws Exception {
        try (var first = start()) {
            var pid = declare("sleep", "1000");
            // before that, the second agent could not know that the process ever was
            await().atMost(TestPlane.PATIENCE).until(() -> journal().contains("\"entry\":\"started\""));
            first.kill();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
        try (var second = start()) {
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> !plane.failures(worker).isEmpty());
            second.kill();
        }
        try (var third = start()) {
            command("probe", "TERMINATE", null);
            plane.outcome(id("probe"));
        }
        var failures = plane.failures(worker);
        assertThat(failures)
                .extracting(f -> f.failureId())
                .containsOnly(failures.getFirst().failureId());
        assertThat(failures.getFirst().exitCode()).isNull();
        assertThat(Workers.pids(data, worker)).isEmpty();
    }

    @Test
    void a_frozen_agent_refuses_what_became_late_meanwhile() throws Exception {
        try (var running = start()) {
            var pid = declare("sleep", "1000");
            running.signal("STOP");
            var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
            var validUntil = now.plusMillis(500);
            plane.write(
                    Topics.RESTART_COMMANDS,
                    worker,
                    Workers.command(id("frozen"), "RESTART", agent, worker, null, 1, validUntil)
                            .replace("\"planeGeneration\":1", "\"planeGeneration\":" + planeGeneration));
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> plane.write(Topics.HEARTBEATS, "~x", "{}").isAfter(validUntil));
            running.signal("CONT");

            assertThat(plane.outcome(id("frozen")).message()).startsWith("LATE: ");
            assertThat(Workers.pids(data, worker)).containsExactly(pid);
        }
    }

    @Test
    void commands_of_an_older_plane_are_void_and_its_secrets_stay_with_the_agent() throws Exception {
        try (var running = start()) {
            var pid = declare("sleep", "1000");
            var restored = new Plane(planeGeneration + 1, "restored", Instant.EPOCH);
            plane.write(Topics.PLANE, Plane.KEY, Json.text(restored));
            command("void", "RESTART", null); // of the generation before
            planeGeneration++;

            assertThat(plane.outcome(id("void")).message()).startsWith("STALE_PLANE: ");
            assertThat(Workers.pids(data, worker)).containsExactly(pid);
            assertThat(Workers.environment(pid)).noneMatch(v -> v.startsWith("AGENT_SECRET"));
        }
    }

    @Test
    void a_second_agent_on_the_same_directory_ends_with_one_line() throws Exception {
        try (var first = start()) {
            declare("sleep", "1000");
            try (var second = start()) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.output())
                        .filteredOn(line -> line.contains("is in use by another agent"))
                        .hasSize(1);
            }
        }
    }

    @Test
    void an_agent_without_a_broker_waits_and_says_so_once() throws Exception {
        try (var waiting = AgentProcess.start(agent, "127.0.0.1:1", data)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> waiting.output().stream().anyMatch(line -> line.contains("no broker answers")));
            assertThat(waiting.terminate()).isEqualTo(143);
            assertThat(waiting.output())
                    .filteredOn(line -> line.contains("WARN") || line.contains("ERROR"))
                    .hasSize(1);
        }
    }

    private AgentProcess start() throws Exception {
        return AgentProcess.start(agent, plane.broker.bootstrapServers(), data);
    }

    private long declare(String... start) {
        plane.write(Topics.COMPONENTS, worker, Workers.component(worker, agent, "RUNNING", start));
        return await().atMost(TestPlane.PATIENCE)
                .until(
                        () -> Workers.pids(data, worker).stream()
                                .filter(this::isMain)
                                .toList(),
                        pids -> pids.size() == 1)
                .getFirst();
    }

    private boolean isMain(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .map(parent -> Workers.incarnation(parent.pid()).isEmpty())
                .orElse(false);
    }

    private void command(String name, String action, @Nullable String expected) {
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        generation++;
        plane.write(
                Topics.RESTART_COMMANDS,
                worker,
                Workers.command(id(name), action, agent, worker, expected, generation, now.plusSeconds(60))
                        .replace("\"planeGeneration\":1", "\"planeGeneration\":" + planeGeneration));
    }

    private String id(String name) {
        return worker + "-" + name;
    }

    private String journal() throws java.io.IOException {
        return Files.readString(data.resolve("journal.jsonl"));
    }
}
