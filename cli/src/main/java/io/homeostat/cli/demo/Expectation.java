package io.homeostat.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.view.Described;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
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
 * @param unjudged topics of which nothing is expected
 */
public record Expectation(String subject, Map<String, List<String>> byTopic, Set<String> unjudged) {

    static final String VERIFIED = "VERIFIED";

    private static final Set<String> JUDGED = Set.of(
            "circuit-breakers",
            "failures",
            "failure-patterns",
            "fixes",
            "fix-commands",
            "fix-results",
            "flags",
            "kill-switch",
            "worker-status",
            "restarts",
            "restart-commands",
            "restart-results",
            "rollbacks",
            "rollback-commands",
            "rollback-results",
            "quarantine",
            "restart-requests");

    public static Expectation of(String subject) {
        return new Expectation(subject, Map.of(), Set.of());
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
        return new Expectation(subject, all, unjudged);
    }

    /** The same, whatever stands on {@code topic}: where it depends on how fast the machine is. */
    public Expectation whatever(String topic) {
        var all = new HashSet<>(unjudged);
        all.add(topic);
        return new Expectation(subject, byTopic, all);
    }

    /** One sentence for each topic whose records differ; empty: exactly as expected. */
    public List<String> differences(List<Described> records) {
        var found = new LinkedHashMap<String, List<String>>();
        for (var record : records) {
            if (subject(record).equals(subject) && judges(record)) {
                found.computeIfAbsent(record.topic(), _ -> new ArrayList<>()).add(signature(record));
            }
        }
        var differences = new ArrayList<String>();
        for (var topic : JUDGED.stream().sorted().toList()) {
            var wanted = byTopic.getOrDefault(topic, List.of());
            var got = found.getOrDefault(topic, List.of());
            if (!wanted.equals(got) && !unjudged.contains(topic)) {
                differences.add(subject + " on " + topic + ": expected " + wanted + ", found " + got);
            }
        }
        return differences;
    }

    /**
     * True for a record that must be expected. How many checks a session sees depends on time, and so does what goes on when
     * the effect of a fix is known: those are not judged.
     */
    static boolean judges(Described record) {
        return JUDGED.contains(record.topic())
                && !record.value().path("type").asText().equals("CHECK")
                && !(record.topic().equals("fixes")
                        && record.value().path("status").asText().equals(VERIFIED));
    }

    /** What a record is about: its key, but for patterns, whose keys are hashes, the worker type. */
    static String subject(Described record) {
        return record.topic().equals("failure-patterns")
                ? record.value().path("workerType").asText()
                : record.key();
    }

    /** How many records the expectation stands for. */
    public int size() {
        return byTopic.values().stream().mapToInt(List::size).sum();
    }

    private static String signature(Described record) {
        var value = record.value();
        return switch (record.topic()) {
            case "failures" -> text(value, "kind");
            case "failure-patterns" -> text(value, "type") + " " + text(value, "status") + " " + confidence(value);
            case "fixes" -> text(value, "status") + "/" + text(value, "reason");
            case "fix-commands" -> text(value, "action") + "@" + text(value, "generation");
            case "flags" -> text(value, "value");
            case "kill-switch" -> text(value, "disableNew") + "#" + text(value, "epoch");
            case "worker-status" -> text(value, "state") + "/" + text(value, "reason");
            case "restarts" -> text(value, "status") + "#" + text(value, "attempt");
            case "restart-commands" -> text(value, "action") + "@" + text(value, "generation");
            case "rollbacks" -> text(value, "type") + " " + text(value, "status");
            case "rollback-commands" -> text(value, "toVersion") + "@" + text(value, "generation");
            default -> text(value, "status");
        };
    }

    /** Two decimals: a tree keeps no trailing zeros. */
    static BigDecimal confidence(JsonNode pattern) {
        return pattern.path("confidence").decimalValue().setScale(2, RoundingMode.HALF_UP);
    }

    private static String text(JsonNode value, String field) {
        return value.path(field).asText();
    }
}
