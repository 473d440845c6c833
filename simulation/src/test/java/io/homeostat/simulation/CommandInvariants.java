package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What holds of commands, whoever they are for. */
final class CommandInvariants extends FaultInvariant {

    /** From its record on a hold or a policy is known everywhere within so long. */
    private static final long KNOWN_MS = 1_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final Set<String> commands = new HashSet<>();
    private final Set<String> decisions = new HashSet<>();
    private final Map<String, Long> generations = new HashMap<>();
    private final Map<String, Long> holds = new HashMap<>();
    private final Set<String> aside = new HashSet<>();
    private long observesFromMs = NEVER;

    static boolean isCommand(Recorder.Seen seen) {
        return switch (topic(seen)) {
            case "restart-commands", "fix-commands", "rollback-commands" -> true;
            default -> false;
        };
    }

    @Override
    void written(Recorder.Seen seen) {
        switch (topic(seen)) {
            case "restart-commands" -> {
                command(seen, "restartId", seen.text("action") + seen.text("expectedIncarnation"));
                check(
                        seen.text("action").equals("TERMINATE") || !aside.contains(seen.key()),
                        "nobody who was set aside is started",
                        seen);
            }
            case "fix-commands" -> command(seen, "fixId", seen.text("decision"));
            case "rollback-commands" -> command(seen, "commandId", ""); // attempts are counted with the promotions
            case "holds" -> {
                if (seen.value().isMissingNode()) {
                    holds.remove(seen.key());
                } else {
                    holds.putIfAbsent(seen.key(), seen.timeMs());
                }
            }
            case "quarantine" -> {
                if (seen.text("status").equals("QUARANTINED")) {
                    aside.add(seen.key());
                } else {
                    aside.remove(seen.key());
                }
            }
            case "policies" -> {
                if (seen.key().equals("plane-policy")) {
                    boolean observes =
                            seen.value().path("policy").path("mode").asText("").equals("observe");
                    observesFromMs = observes ? Math.min(observesFromMs, seen.timeMs()) : NEVER;
                }
            }
            default -> {}
        }
    }

    private void command(Recorder.Seen seen, String subject, String what) {
        check(commands.add(seen.text("commandId")), "no command twice", seen);
        var attempt = seen.value().path("evidence").path("attempt").asText("");
        check(
                decisions.add(topic(seen) + '|' + seen.text(subject) + '|' + attempt + '|' + what),
                "one command for one decision",
                seen);
        long generation = seen.value().path("generation").asLong();
        check(
                generation == generations.getOrDefault(topic(seen) + seen.key(), 0L) + 1,
                "generations of a subject count one by one",
                seen);
        generations.put(topic(seen) + seen.key(), generation);
        check(
                observesFromMs == NEVER || seen.timeMs() <= observesFromMs + KNOWN_MS,
                "nothing is commanded by a plane that only observes",
                seen);
        holds.forEach((scope, sinceMs) -> check(
                !covers(scope, seen) || seen.timeMs() <= sinceMs + KNOWN_MS,
                "nothing is commanded under a hold",
                seen));
    }

    private static boolean covers(String scope, Recorder.Seen seen) {
        var type = seen.text("workerType");
        return scope.equals("all")
                || scope.equals("worker:" + seen.key())
                || scope.equals("service:" + seen.text("service"))
                || (!type.isEmpty()
                        && (scope.equals("type:" + type) || (scope.equals("service:texts") && type.equals("b"))))
                || (topic(seen).equals("fix-commands")
                        && (scope.equals("type:" + seen.key().replace("type/", ""))
                                || (scope.equals("service:texts") && seen.key().equals("type/b"))));
    }

    @Override
    String open() {
        return aside.isEmpty() ? "" : "set aside: " + aside;
    }
}
