package io.homeostat.simulation;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.Setup.Seed;
import io.homeostat.simulation.line.InputLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An hour in which everything happens: crashes, silence, failures, promotions, checks, operators, nonsense. */
public final class BusyHour {

    private static final long START = Instant.parse("2026-11-25T08:00:00.123Z").toEpochMilli();
    private static final int WORKERS = 12;
    private static final long HOUR_MS = 3_600_000;

    private BusyHour() {}

    /** Prints the digest of the output, for a comparison of processes. */
    public static void main(String... arguments) {
        System.out.println(digest(bytes(false)));
    }

    static String digest(byte[] bytes) {
        return "sha256 " + bytes.length + ' ' + Ids.sha256Hex(bytes);
    }

    static byte[] bytes(boolean reversed) {
        var seeds = seeds();
        var recorder = new Recorder();
        try (var simulation =
                new Simulation(new Setup(AgentMode.SUCCEED, true, reversed ? seeds.reversed() : seeds), recorder)) {
            lines().forEach(simulation::accept);
            simulation.passTo(START + HOUR_MS);
        }
        return recorder.bytes();
    }

    private static List<Seed> seeds() {
        return List.of(
                policy("worker-restart-policy", "", "{\"retry_interval_seconds\":5,\"max_retries\":2}"),
                policy("heartbeat-policy", "type:t-1", "{\"stuck_after_minutes\":2}"),
                policy("rollback-policy", "", "{\"consecutive_failure_threshold\":2}"));
    }

    private static Seed policy(String name, String scope, String policy) {
        var document = "{\"name\":\"" + name + '"' + (scope.isEmpty() ? "" : ",\"scope\":\"" + scope + '"')
                + ",\"version\":\"v1\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":" + policy + '}';
        return new Seed(
                Topics.POLICIES,
                scope.isEmpty() ? name : name + '/' + scope,
                document.getBytes(StandardCharsets.UTF_8));
    }

    private static List<InputLine> lines() {
        var lines = new ArrayList<InputLine>();
        for (long second = 0; second < 1_500; second++) {
            for (int worker = 0; worker < WORKERS; worker++) {
                if ((second + worker) % 30 == 0
                        && !(worker == 3 && second > 300)
                        && !(worker == 5 && second % 400 > 200)) {
                    lines.add(beat(second, worker));
                }
                if (worker % 4 == 1 && second == 200 + 7 * worker) {
                    lines.add(
                            line(
                                    second,
                                    Topics.FAILURES,
                                    "w-" + worker,
                                    "{\"workerId\":\"w-" + worker
                                            + "\",\"kind\":\"OUT_OF_MEMORY\",\"message\":\"heap 17 of 18 GB\",\"exitCode\":137}"));
                }
            }
            other(second, lines);
        }
        return lines;
    }

    private static void other(long second, List<InputLine> lines) {
        if (second % 97 == 0) {
            lines.add(line(
                    second,
                    Topics.FAILURES,
                    "w-2",
                    "{\"workerId\":\"w-2\",\"kind\":\"TASK_ERROR\",\"message\":" + "\"KeyError: 'size' in row " + second
                            + "\",\"service\":\"images\",\"version\":\"2\"}"));
            lines.add(line(
                    second,
                    Topics.HEALTH_CHECKS,
                    "images",
                    "{\"service\":\"images\",\"version\":\"2\",\"checkId\":\"h-" + second + "\",\"ok\":"
                            + (second % 2 == 0) + ",\"errorRate\":0.3}"));
            lines.add(line(second, Topics.HEARTBEATS, "w-1", "{\"broken\":"));
        }
        if (second == 60) {
            lines.add(line(
                    second,
                    Topics.PROMOTIONS,
                    "images",
                    "{\"promotionId\":\"p-1\",\"service\":\"images\",\"version\":\"2\",\"previousVersion\":\"1\"}"));
            lines.add(
                    line(
                            second,
                            Topics.OPERATOR_COMMANDS,
                            "all",
                            "{\"commandId\":\"c-1\",\"type\":\"PAUSE\",\"subject\":\"all\",\"actor\":\"ann\",\"reason\":\"r\"}"));
        }
        if (second == 400) {
            lines.add(
                    line(
                            second,
                            Topics.OPERATOR_COMMANDS,
                            "all",
                            "{\"commandId\":\"c-2\",\"type\":\"RESUME\",\"subject\":\"all\",\"actor\":\"bob\",\"reason\":\"r\"}"));
            lines.add(
                    line(
                            second,
                            Topics.POLICY_REQUESTS,
                            "heartbeat-policy",
                            "{\"name\":\"heartbeat-policy\",\"version\":"
                                    + "\"v2\",\"actor\":\"ann\",\"reason\":\"r\",\"policy\":{\"heartbeat_warning_seconds\":70}}"));
        }
    }

    private static InputLine beat(long second, int worker) {
        var partition = worker == 7 ? Integer.valueOf((int) (second % 6)) : null;
        var line = line(
                second,
                Topics.HEARTBEATS,
                "w-" + worker,
                "{\"workerId\":\"w-" + worker + "\",\"workerType\":\"t-"
                        + worker % 3 + "\",\"service\":\"images\",\"version\":\"" + (1 + worker % 2)
                        + "\",\"sequence\":" + second
                        + ",\"progress\":" + second / 200 + ",\"operations\":{\"succeeded\":40,\"failed\":" + worker
                        + "}}");
        return new InputLine(line.timeMs(), line.topic(), partition, line.key(), line.value(), line.headers());
    }

    private static InputLine line(long second, TopicSpec topic, String key, String value) {
        return InputLine.of(START + 1_000 * second, topic, key, value);
    }
}
