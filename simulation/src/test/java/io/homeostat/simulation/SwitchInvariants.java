package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What holds of the kill switch: on whenever it must be, and off only by two people. */
final class SwitchInvariants extends FaultInvariant {

    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, Boolean> on = new HashMap<>();
    private final Map<String, String> asked = new HashMap<>();
    private final Set<String> votes = new HashSet<>();
    private final Set<String> approvals = new HashSet<>();
    private final Set<String> due = new TreeSet<>();
    private boolean observes;

    @Override
    void appended(Recorder.Seen seen) {
        if (topic(seen).equals("operator-commands") && seen.text("type").equals("APPROVE")) {
            var id = seen.value().path("arguments").path("id").asText("");
            votes.add(id + ' ' + seen.text("actor"));
        }
        if (topic(seen).equals("operator-commands") && seen.text("type").equals("KILL_SWITCH_ON")) {
            due.add(seen.key());
        }
    }

    @Override
    void written(Recorder.Seen seen) {
        switch (topic(seen)) {
            case "audit" -> {
                if (seen.text("action").equals("KILL_SWITCH_RESET")
                        && seen.text("decision").equals("AWAITING_APPROVAL")) {
                    asked.put(seen.text("id"), seen.text("actor"));
                }
            }
            case "policies" -> {
                if (seen.key().equals("plane-policy")) {
                    observes =
                            seen.value().path("policy").path("mode").asText("").equals("observe");
                }
            }
            case "rollbacks" -> {
                if (seen.text("decision").equals("ESCALATE") && !observes) { // a rehearsal does not ask for the switch
                    due.add(seen.key());
                }
            }
            case "kill-switch" -> thrown(seen);
            default -> {}
        }
    }

    private void thrown(Recorder.Seen seen) {
        long epoch = seen.value().path("epoch").asLong();
        check(epoch == epochs.getOrDefault(seen.key(), 0L) + 1, "epochs of the kill switch count one by one", seen);
        epochs.put(seen.key(), epoch);
        boolean isOn = !seen.value().path("disableNew").isBoolean()
                || seen.value().path("disableNew").booleanValue();
        on.put(seen.key(), isOn);
        if (isOn) {
            due.remove(seen.key());
        } else {
            var approver = seen.text("approver");
            boolean approved = asked.entrySet().stream()
                    .anyMatch(reset -> reset.getValue().equals(seen.text("actor"))
                            && !reset.getValue().equals(approver)
                            && votes.contains(reset.getKey() + ' ' + approver)
                            && approvals.add(reset.getKey()));
            check(approved, "the kill switch is never off without an approved reset", seen);
        }
    }

    @Override
    void atRest() {
        due.forEach(scope -> check(on.containsKey(scope), "a kill switch that was thrown is on", scope));
    }
}
