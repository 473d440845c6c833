package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.broker.BrokerSettings;
import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away under a running agent, and comes back. */
@Timeout(240)
@SuppressWarnings({"NullAway.Init", "try"})
class AgentOutageIT {

    @TempDir
    private Path directory;

    private Path data;

    @AfterEach
    void endWorkers() {
        Workers.pids(data, "w").forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void what_happened_during_an_outage_is_told_after_it_and_commands_go_on() throws Exception {
        data = Files.createDirectory(directory.resolve("agent")).toRealPath();
        var settings = BrokerSettings.in(directory.resolve("broker"));
        var plane = TestPlane.on(EmbeddedBroker.start(settings));
        var port = plane.broker.port();
        try (var agent = AgentProcess.start("host-1", plane.broker.bootstrapServers(), data)) {
            plane.write(Topics.COMPONENTS, "w", Workers.component("w", "host-1", "RUNNING", "sleep", "1000"));
            var pid = await().atMost(TestPlane.PATIENCE)
                    .until(() -> Workers.pids(data, "w"), pids -> pids.size() == 1)
                    .getFirst();
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> !plane.heartbeats("w").isEmpty());
            plane.close();

            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> Files.readString(data.resolve("journal.jsonl")).contains("\"cause\":\"CRASH\""));
            try (var again = TestPlane.on(EmbeddedBroker.start(settings.withPort(port)))) {
                await().atMost(TestPlane.PATIENCE)
                        .until(() -> !again.failures("w").isEmpty());
                var now = again.write(Topics.HEARTBEATS, "~x", "{}");
                again.write(
                        Topics.RESTART_COMMANDS,
                        "w",
                        Workers.command("s", "START", "host-1", "w", null, 1, now.plusSeconds(60)));

                assertThat(again.outcome("s").status()).isEqualTo(Status.SUCCEEDED);
                assertThat(again.failures("w"))
                        .singleElement()
                        .satisfies(f -> assertThat(f.exitCode()).isEqualTo(137));
                assertThat(Workers.pids(data, "w")).hasSize(1);
                assertThat(agent.output())
                        .filteredOn(line -> line.contains("cannot be written"))
                        .hasSizeLessThanOrEqualTo(3);
            }
        }
    }
}
