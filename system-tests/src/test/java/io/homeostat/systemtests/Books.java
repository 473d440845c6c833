package io.homeostat.systemtests;

import io.homeostat.cli.view.Described;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold of all that a plane wrote, whatever went wrong meanwhile: nothing decided or commanded twice, nothing
 * commanded without its one answer, nothing that could not be read. Pure.
 */
final class Books {

    /** Written by services, exactly once; agents say some things again, under the same ids. */
    private static final Set<String> WRITTEN_ONCE = Set.of(
            "worker-status",
            "restarts",
            "restart-commands",
            "circuit-breakers",
            "quarantine",
            "failure-patterns",
            "incidents",
            "fixes",
            "fix-commands",
            "rollbacks",
            "rollback-commands",
            "kill-switch",
            "flags",
            "audit");

    private static final Set<String> COMMANDS = Set.of("restart-commands", "fix-commands", "rollback-commands");
    private static final Set<String> RESULTS = Set.of("restart-results", "fix-results", "rollback-results");
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "REFUSED", "UNKNOWN");
    private static final Set<String> ENDS_OF_ATTEMPTS = Set.of("SUCCEEDED", "FAILED", "EXPIRED");

    private static final Set<String> MAY_COME_AGAIN = Set.of("", "RETRYING", "DEFERRED");

    private Books() {}

    /** A sentence for each thing that is wrong; empty: all is in order. */
    static List<String> errors(List<Described> records) {
        var errors = new ArrayList<String>();
        var seen = new LinkedHashMap<String, String>();
        for (var record : records) {
            if (record.topic().equals("dead-letters")) {
                errors.add("a dead letter: " + record.value());
            }
            for (var name : once(record)) {
                var earlier = seen.putIfAbsent(name, record.coordinates());
                if (earlier != null) {
                    errors.add(name + " twice: " + earlier + ", " + record.coordinates());
                }
            }
        }
        answers(records).forEach((command, ends) -> {
            if (ends.size() != 1) {
                errors.add("command " + command + " was answered " + ends);
            }
        });
        return errors;
    }

    /** Names of what a record must be the only one to say. */
    private static List<String> once(Described record) {
        var value = record.value();
        var status = value.path("status").asText();
        var names = new ArrayList<String>();
        if (WRITTEN_ONCE.contains(record.topic()) && value.path("id").isTextual()) {
            names.add(record.topic() + " " + value.path("id").textValue());
        }
        if (record.topic().equals("restarts") && ENDS_OF_ATTEMPTS.contains(status)) {
            names.add("the end of attempt " + value.path("attempt").asText() + " of restart "
                    + value.path("restartId").asText());
        } else if (record.topic().equals("fixes") && !MAY_COME_AGAIN.contains(status)) {
            names.add("fix " + value.path("fixId").asText() + " " + status);
        } else if (record.topic().equals("rollbacks") && !MAY_COME_AGAIN.contains(status)) {
            names.add(value.path("type").asText() + " of "
                    + value.path("promotionId").asText() + " " + status);
        }
        return names;
    }

    /** How each command ended. Topics are read side by side: an answer may stand before its question. */
    private static Map<String, Set<String>> answers(List<Described> records) {
        var answers = new LinkedHashMap<String, Set<String>>();
        for (var record : records) {
            if (COMMANDS.contains(record.topic())) {
                answers.put(commandId(record), new TreeSet<>());
            }
        }
        for (var record : records) {
            var status = record.value().path("status").asText();
            var ends = answers.get(commandId(record));
            if (RESULTS.contains(record.topic()) && ENDS.contains(status) && ends != null) {
                ends.add(status);
            }
        }
        return answers;
    }

    private static String commandId(Described record) {
        return record.value().path("commandId").asText();
    }
}
