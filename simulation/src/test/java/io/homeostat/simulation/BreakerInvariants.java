package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What holds of breakers: open ones let nothing begin, half-open ones their probes only. */
final class BreakerInvariants extends FaultInvariant {

    private final Map<String, String> states = new HashMap<>();
    private final Map<String, Set<String>> probes = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    @Override
    void written(Recorder.Seen seen) {
        switch (topic(seen)) {
            case "circuit-breakers" -> {
                var before = states.getOrDefault(seen.key(), "CLOSED");
                var state = seen.text("state");
                check(
                        !state.equals("HALF_OPEN") || before.equals("OPEN"),
                        "a breaker is half open only after it was open",
                        seen);
                states.put(seen.key(), state);
                probes.put(seen.key(), new HashSet<>());
            }
            case "restarts" -> {
                if (!seen.text("status").equals("COMMANDED")) {
                    probes.values().forEach(all -> all.remove(seen.text("restartId")));
                }
            }
            case "restart-commands" -> {
                if (!seen.text("decision").equals("TERMINATE_FENCED")) {
                    command(seen);
                }
            }
            default -> {}
        }
    }

    private void command(Recorder.Seen seen) {
        var type = seen.text("workerType");
        var restart = seen.text("restartId");
        boolean begins = begun.add(
                restart + '/' + seen.value().path("evidence").path("attempt").asText());
        if (!begins) {
            return;
        }
        switch (states.getOrDefault(type, "CLOSED")) {
            case "OPEN" -> check(false, "an open breaker lets nothing begin", seen);
            case "HALF_OPEN" -> {
                var all = probes.computeIfAbsent(type, _ -> new HashSet<>());
                all.add(restart);
                check(all.size() <= FaultPolicies.PROBES, "a breaker admits no more than its probes", seen);
            }
            default -> {}
        }
    }
}
