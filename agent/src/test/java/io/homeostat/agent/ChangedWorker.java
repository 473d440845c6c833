package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker with two versions, on an agent in a JVM of its own; both have names of the test's own. */
final class ChangedWorker implements AutoCloseable {

    static final String[] PRINTS = {"sh", "-c", "echo I am $HOMEOSTAT_VERSION; exec sleep 1000"};

    final Path data;
    final String agent;
    final String worker;
    private final TestPlane plane;

    ChangedWorker(TestPlane plane, Path directory, String test) throws IOException {
        this.plane = plane;
        this.data = Files.createDirectory(directory.resolve("agent")).toRealPath();
        this.agent = "host" + test.hashCode();
        this.worker = "w" + agent;
    }

    /** Starts the agent. */
    AgentProcess start() throws Exception {
        return AgentProcess.start(agent, plane.broker.bootstrapServers(), data);
    }

    /** Declares the worker and returns the pid of its process. */
    long declare(String version, @Nullable Path settings, String... start) {
        plane.write(Topics.COMPONENTS, worker, Workers.versioned(worker, agent, version, settings, start));
        return await().atMost(TestPlane.PATIENCE)
                .until(this::mains, pids -> pids.size() == 1)
                .getFirst();
    }

    void rollback(String name, String from, String to, long generation) {
        plane.write(
                Topics.ROLLBACK_COMMANDS, "dreams", Workers.rollback(id(name), agent, from, to, generation, soon()));
    }

    /** In two minutes, by the broker's clock. */
    Instant soon() {
        return plane.write(Topics.HEARTBEATS, "~x", "{}").plusSeconds(120);
    }

    /** Processes of the worker that no other process of it has started. */
    List<Long> mains() {
        return Workers.pids(data, worker).stream()
                .filter(pid -> ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .map(parent -> Workers.incarnation(parent.pid()).isEmpty())
                        .orElse(false))
                .toList();
    }

    long onlyProcess() {
        assertThat(Workers.pids(data, worker)).hasSize(1);
        return Workers.pids(data, worker).getFirst();
    }

    static String version(long pid) {
        return Workers.environment(pid).stream()
                .filter(v -> v.startsWith("HOMEOSTAT_VERSION="))
                .map(v -> v.substring("HOMEOSTAT_VERSION=".length()))
                .findFirst()
                .orElse("");
    }

    /** The id of the command with this name in the test. */
    String id(String name) {
        return worker + "-" + name;
    }

    @Override
    public void close() {
        plane.write(Topics.COMPONENTS, worker, null);
        plane.write(Topics.COMPONENTS, "type/sleeper", null);
        for (var each : List.of(worker, worker + "-1", worker + "-2")) {
            Workers.pids(data, each).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }
}
