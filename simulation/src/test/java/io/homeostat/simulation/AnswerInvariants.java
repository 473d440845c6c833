package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What holds of answers: every command of a person has exactly one, however often it is delivered. */
final class AnswerInvariants extends FaultInvariant {

    private final Set<String> waiting = new TreeSet<>();
    private final Map<String, Integer> deliveries = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Map<String, Integer> repeats = new HashMap<>();

    @Override
    void appended(Recorder.Seen seen) {
        var id = switch (topic(seen)) {
            case "operator-commands" -> seen.text("commandId");
            case "policy-requests" ->
                "policy-requests/" + seen.record().partition() + '/'
                        + seen.record().offset();
            default -> "";
        };
        if (!id.isEmpty() && deliveries.merge(id, 1, Integer::sum) == 1) {
            waiting.add(id);
        }
    }

    @Override
    void written(Recorder.Seen seen) {
        var id = seen.text("causeId");
        if (!topic(seen).equals("audit") || !deliveries.containsKey(id)) {
            return;
        }
        if (seen.text("reason").equals("REPEATED")) {
            check(
                    repeats.merge(id, 1, Integer::sum) < deliveries.getOrDefault(id, 0),
                    "no more answers than deliveries",
                    seen);
        } else {
            waiting.remove(id);
            boolean isEvent = seen.text("decision").equals("WITHDRAWN");
            check(isEvent || answered.add(id), "one answer for one command", seen);
        }
    }

    @Override
    String open() {
        return waiting.isEmpty() ? "" : "commands " + waiting;
    }

    @Override
    void atRest() {
        check(waiting.isEmpty(), "every command is answered", waiting);
    }
}
