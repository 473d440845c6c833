package io.homeostat.cli.demo;

import io.homeostat.cli.view.Described;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exactly the records that a trouble must leave behind for its worker, topic by topic and in order: none missing, none too
 * many. Pure.
 *
 * @param subject key of the records
 * @param byTopic for each judged topic the signatures in order; a topic that is absent here must have no record
 */
public record Expectation(String subject, Map<String, List<String>> byTopic) {

    private static final Set<String> JUDGED = Set.of(
            "circuit-breakers",
            "failures",
            "worker-status",
            "restarts",
            "restart-commands",
            "restart-results",
            "quarantine",
            "restart-requests");

    public static Expectation of(String subject) {
        return new Expectation(subject, Map.of());
    }

    /** What the heal of a worker whose process was killed leaves behind. */
    public static Expectation ofKilled(String worker) {
        return of(worker)
                .with("failures", "CRASH")
                .with("worker-status", "FAILED/CRASHED", "ALIVE/NEW_INCARNATION")
                .with("restarts", "SCHEDULED#1", "COMMANDED#1", "SUCCEEDED#1")
                .with("restart-commands", "START@1")
                .with("restart-results", "ACCEPTED", "SUCCEEDED");
    }

    /** What the heal of a frozen worker leaves behind: it is terminated before its successor starts. */
    public static Expectation ofFrozen(String worker) {
        return of(worker)
                .with("failures", "ZOMBIE")
                .with(
                        "worker-status",
                        "WARNING/SILENT",
                        "UNRESPONSIVE/SILENT",
                        "ZOMBIE/SILENT",
                        "ALIVE/NEW_INCARNATION")
                .with("restarts", "SCHEDULED#1", "COMMANDED#1", "COMMANDED#1", "SUCCEEDED#1")
                .with("restart-commands", "TERMINATE@1", "START@2")
                .with("restart-results", "ACCEPTED", "SUCCEEDED", "ACCEPTED", "SUCCEEDED");
    }

    public Expectation with(String topic, String... signatures) {
        var all = new LinkedHashMap<>(byTopic);
        all.put(topic, List.of(signatures));
        return new Expectation(subject, all);
    }

    /** One sentence for each topic whose records differ; empty: exactly as expected. */
    public List<String> differences(List<Described> records) {
        var found = new LinkedHashMap<String, List<String>>();
        for (var record : records) {
            if (record.key().equals(subject) && JUDGED.contains(record.topic())) {
                found.computeIfAbsent(record.topic(), _ -> new ArrayList<>()).add(signature(record));
            }
        }
        var differences = new ArrayList<String>();
        for (var topic : JUDGED.stream().sorted().toList()) {
            var wanted = byTopic.getOrDefault(topic, List.of());
            var got = found.getOrDefault(topic, List.of());
            if (!wanted.equals(got)) {
                differences.add(subject + " on " + topic + ": expected " + wanted + ", found " + got);
            }
        }
        return differences;
    }

    /** True for a topic on which every record must be expected. */
    static boolean judges(String topic) {
        return JUDGED.contains(topic);
    }

    /** How many records the expectation stands for. */
    public int size() {
        return byTopic.values().stream().mapToInt(List::size).sum();
    }

    private static String signature(Described record) {
        var value = record.value();
        return switch (record.topic()) {
            case "failures" -> value.path("kind").asText();
            case "worker-status" ->
                value.path("state").asText() + "/" + value.path("reason").asText();
            case "restarts" ->
                value.path("status").asText() + "#" + value.path("attempt").asText();
            case "restart-commands" ->
                value.path("action").asText() + "@" + value.path("generation").asText();
            default -> value.path("status").asText();
        };
    }
}
