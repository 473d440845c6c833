package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.CommandLines;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.cli.demo.DemoComponent;
import io.homeostat.cli.demo.Fleet;
import io.homeostat.cli.dev.DevPlane;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.Setup;
import io.homeostat.simulation.SimulationRun;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.line.Input;
import io.homeostat.simulation.line.MalformedInput;
import io.homeostat.simulation.line.OutputLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short life of the real plane, with real workers on a real broker: what was decided is decided again. */
@Timeout(180)
class RecordIT {

    private static final Path POLICIES = Path.of("..", "deploy", "demo", "policies");
    /** A short class path: of a long one the system shows no arguments, by which a worker's process is found. */
    private static final Path WORKERS = Path.of("target", "cli.jar");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void a_recorded_life_simulated_gives_the_decisions_that_were_really_made() throws Exception {
        var recording = new RecordingFiles(directory.resolve("recording"));
        try (var plane = DevPlane.start(directory, 0, Optional.of(POLICIES), Optional.empty(), true)) {
            live(plane.access());
            assertThat(recording.record(plane.access(), null, Instant.now()))
                    .singleElement()
                    .asString()
                    .contains("decisions in");
        }
        var simulated = simulate(recording.inputs(), List.of());

        assertThat(CommandLines.run("diff", recording.decisions().toString(), simulated))
                .startsWith("0: ")
                .endsWith("equal\n");
        assertThat(Files.readString(recording.decisions()))
                .contains(
                        "\"status\":\"ROLLED_BACK\"",
                        "\"disableNew\":true",
                        "\"patternId\"",
                        "\"status\":\"SUCCEEDED\"");

        var careless = new Setup.Seed(
                Topics.POLICIES,
                "worker-restart-policy",
                ("{\"name\":\"worker-restart-policy\",\"version\":\"x\",\"actor\":\"anna\",\"reason\":\"what if\","
                                + "\"policy\":{\"enabled\":false}}")
                        .getBytes(UTF_8));
        assertThat(CommandLines.run(
                        "diff", recording.decisions().toString(), simulate(recording.inputs(), List.of(careless))))
                .as("what another policy would have decided")
                .startsWith("3: ")
                .contains("restarts images-1: ", "restart-commands images-1: missing in the simulation");
    }

    private static void live(KafkaAccess access) {
        var fleet = new Fleet(access, WORKERS.toAbsolutePath().toString());
        var images = DemoComponent.of("images-1", "image-resizer");
        var web = DemoComponent.of("web-1", "web").withNext().at(DemoComponent.NEXT_VERSION);
        List.of(images, web).forEach(fleet::declare);
        awaitRecord(access, Topics.WORKER_STATUS, "images-1", "state", "ALIVE");
        awaitRecord(access, Topics.WORKER_STATUS, "web-1", "state", "ALIVE");

        fleet.kill(fleet.liveProcess("images-1"));
        for (int i = 0; i < 3; i++) {
            fleet.send(
                    Topics.FAILURES,
                    "images-1",
                    Map.of(
                            "workerId",
                            "images-1",
                            "workerType",
                            "image-resizer",
                            "kind",
                            "TIMEOUT",
                            "message",
                            "late"));
        }
        awaitRecord(access, Topics.RESTARTS, "images-1", "status", "SUCCEEDED");

        promote(fleet);
        awaitRecord(access, Topics.ROLLBACKS, "web", "status", "ROLLED_BACK");

        fleet.send(
                Topics.OPERATOR_COMMANDS,
                "image-resizer",
                Map.of(
                        "commandId",
                        "stop-it",
                        "type",
                        "KILL_SWITCH_ON",
                        "subject",
                        "image-resizer",
                        "actor",
                        "anna",
                        "reason",
                        "enough"));
        awaitRecord(access, Topics.KILL_SWITCH, "image-resizer", "value", "1");
    }

    private static void promote(Fleet fleet) {
        fleet.send(
                Topics.PROMOTIONS,
                "web",
                Map.of("promotionId", "web-2.0", "service", "web", "version", "2.0", "previousVersion", "1.0"));
        for (int check = 1; check <= 5; check++) {
            fleet.send(
                    Topics.HEALTH_CHECKS,
                    "web",
                    Map.of("service", "web", "checkId", "c-" + check, "ok", false, "errorRate", 1, "operations", 50));
        }
    }

    private static void awaitRecord(KafkaAccess access, TopicSpec topic, String key, String field, String value) {
        await(key + " is " + value)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(CommandFailure.class)
                .until(() -> {
                    var found = new AtomicBoolean();
                    new TopicReader(access).readAll(List.of(topic), record -> {
                        if (TopicReader.text(record.key()).equals(key)
                                && record.value() != null
                                && Json.read(record.value(), JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)
                                && tree.path(field).asText().equals(value)) {
                            found.set(true);
                        }
                    });
                    return found.get();
                });
    }

    /** What the simulation writes, with {@code seeds} in force instead of what was. */
    private String simulate(Path inputs, List<Setup.Seed> seeds) throws IOException, MalformedInput {
        var out = new ByteArrayOutputStream();
        SimulationRun.of(new Input(Map.of("", inputs)), null, seeds, null, record -> {
            if (record.writer() == Writer.SERVICE) {
                out.writeBytes(OutputLine.bytes(record));
            }
        });
        return Files.write(Files.createTempFile(directory, "simulated", ".jsonl"), out.toByteArray())
                .toString();
    }
}
