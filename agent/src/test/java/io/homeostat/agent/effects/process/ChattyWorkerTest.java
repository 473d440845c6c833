package io.homeostat.agent.effects.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.common.contract.Component.Desired;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that prints more than the disk should hold, and goes on. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ChattyWorkerTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long BOUND = OutputFiles.BYTES_MAX;

    @TempDir
    private Path home;

    private ProcessExecutor executor;

    @AfterEach
    void end() {
        executor.look("w-1", List.of()).running().forEach(s -> executor.sweep("w-1", s.incarnation()));
        executor.close();
    }

    @Test
    void its_output_is_bounded_while_it_runs_whichever_agent_has_started_it() throws Exception {
        executor = executor();
        var much = "head -c 40000000 /dev/zero | tr '\\0' ";
        var pid = start(much + "x; while [ ! -e " + home + "/go ]; do sleep 0.05; done; " + much + "y; touch " + home
                + "/done; sleep 1000");
        var log = home.resolve("output/w-1.log");
        var kept = home.resolve("output/w-1.log.1");
        await().atMost(LONG).until(() -> Files.exists(kept) && Files.size(log) <= BOUND);
        assertThat(Files.size(kept)).isBetween(1L, 2 * BOUND);

        executor.close();
        executor = executor();
        Files.createFile(home.resolve("go"));
        await().atMost(LONG).until(() -> Files.exists(home.resolve("done")) && Files.size(log) <= BOUND);

        assertThat(Files.size(kept)).isBetween(1L, 2 * BOUND);
        assertThat(Files.readString(kept)).endsWith("y");
        assertThat(ProcessHandle.of(pid))
                .hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());
    }

    private ProcessExecutor executor() throws Exception {
        return new ProcessExecutor(home.toRealPath(), "nowhere:1", "", "host-1");
    }

    private long start(String script) {
        var order = new StartOrder("w-1", "i-1", Samples.component(Desired.RUNNING, "sh", "-c", script), "1.0");
        return switch (executor.start(order)) {
            case Spawn.Spawned(var pid, var _) -> pid;
            case Spawn.NotSpawned(var problem) -> throw new AssertionError(problem);
        };
    }
}
