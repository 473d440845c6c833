package io.homeostat.simulation.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.HeartbeatParser;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.line.InputLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes on behind the end of a scenario: everybody who was heard, and did not say good-bye, starts anew and is well. Ten
 * minutes may pass until the plane has said all that there is to say of the trouble before; then an hour must decide nothing.
 */
final class Aftermath {

    /** From the end of the scenario to the end of its hour of rest. */
    static final long LENGTH_MS = 70 * ScenarioTime.MINUTE_MS;

    static final long BEAT_MS = 30_000;

    private static final List<TopicSpec> DECISIONS = List.of(
            Topics.WORKER_STATUS,
            Topics.FAILURES,
            Topics.RESTARTS,
            Topics.RESTART_COMMANDS,
            Topics.FAILURE_PATTERNS,
            Topics.FIXES,
            Topics.FIX_COMMANDS,
            Topics.ROLLBACKS,
            Topics.ROLLBACK_COMMANDS,
            Topics.KILL_SWITCH,
            Topics.FLAGS,
            Topics.POLICIES,
            Topics.QUARANTINE,
            Topics.CIRCUIT_BREAKERS,
            Topics.HOLDS,
            Topics.AUDIT,
            Topics.DEAD_LETTERS);

    private Aftermath() {}

    /** That nothing is decided in the hour that ends at {@code endMs}. */
    static List<Claim> quiet(long endMs) {
        return DECISIONS.stream()
                .<Claim>map(topic ->
                        new Claim.Never(new Pattern(topic.name(), "*", List.of(), endMs - ScenarioTime.HOUR_MS, endMs)))
                .toList();
    }

    /** The beats of everybody who is there, each in the rhythm that was heard last, but every 30 seconds at least. */
    static List<Happening> beats(List<Happening> before, long endMs) {
        var rhythms = new LinkedHashMap<String, Rhythm>();
        for (var happening : before) {
            if (happening instanceof Happening.Line(var line) && line.topic().equals(Topics.HEARTBEATS)) {
                hear(rhythms, line);
            }
        }
        var beats = new ArrayList<Happening>();
        for (var rhythm : rhythms.values()) {
            if (rhythm.last.status() != Heartbeat.Status.STOPPED) {
                var value = Json.text(wellAgain(rhythm.last));
                for (long ms = endMs + rhythm.everyMs; ms <= endMs + LENGTH_MS; ms += rhythm.everyMs) {
                    beats.add(new Happening.Line(InputLine.of(ms, Topics.HEARTBEATS, rhythm.last.workerId(), value)));
                }
            }
        }
        return beats;
    }

    private record Rhythm(Heartbeat last, long atMs, long everyMs) {}

    private static void hear(Map<String, Rhythm> rhythms, InputLine line) {
        var key = line.key() == null ? null : new String(line.key(), UTF_8);
        if (HeartbeatParser.parse(key, line.value()) instanceof Parsed.Valid<Heartbeat>(var beat)) {
            rhythms.merge(
                    beat.workerId(),
                    new Rhythm(beat, line.timeMs(), BEAT_MS),
                    (before, now) -> new Rhythm(now.last, now.atMs, every(now.atMs - before.atMs, before.everyMs)));
        }
    }

    private static long every(long distanceMs, long beforeMs) {
        return distanceMs < 1_000 ? beforeMs : Math.min(distanceMs, BEAT_MS);
    }

    /** Who it is, as a new start, and nothing of how it was. */
    private static Map<String, Object> wellAgain(Heartbeat last) {
        var beat = new LinkedHashMap<String, Object>();
        put(beat, "workerId", last.workerId());
        put(beat, "incarnation", "aftermath");
        put(beat, "workerType", last.workerType());
        put(beat, "service", last.service());
        put(beat, "version", last.version());
        put(beat, "environment", last.environment());
        put(beat, "taskId", last.taskId());
        return beat;
    }

    private static void put(Map<String, Object> beat, String name, @Nullable String value) {
        if (value != null) {
            beat.put(name, value);
        }
    }
}
