package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What holds of fixes: one at a time, each with exactly one end, and asked for where a person must say so. */
final class FixInvariants extends FaultInvariant {

    private static final Set<String> ENDS =
            Set.of("REJECTED", "REFUSED", "DRY_RUN", "FAILED", "UNKNOWN", "VERIFIED", "REVERTED", "EXPIRED");

    private final Map<String, String> open = new TreeMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, String> ofPattern = new HashMap<>();
    private final Map<String, String> underWay = new HashMap<>();
    private final Set<String> approved = new HashSet<>();

    @Override
    void written(Recorder.Seen seen) {
        if (!topic(seen).equals("fixes")) {
            return;
        }
        var id = seen.text("fixId");
        var status = seen.text("status");
        var pattern = seen.key() + '|' + seen.text("patternId");
        check(!ended.contains(id), "nothing follows the end of a fix", seen);
        check(ofPattern.getOrDefault(pattern, id).equals(id), "at most one fix for one pattern and target", seen);
        ofPattern.put(pattern, id);
        open.put(id, status);
        if (status.equals("APPROVED")) {
            approved.add(id);
        }
        if (status.equals("COMMANDED")) {
            check(underWay.getOrDefault(seen.key(), id).equals(id), "two fixes never overlap on one target", seen);
            check(
                    !seen.text("action").equals("ask_first") || approved.contains(id),
                    "nothing that needs approval is done without",
                    seen);
            underWay.put(seen.key(), id);
        }
        // A change that did not help is taken back, so that is not its end.
        if (ENDS.contains(status)
                || (status.equals("INEFFECTIVE") && !seen.value().has("after"))) {
            open.remove(id);
            ended.add(id);
            ofPattern.remove(pattern, id);
            underWay.remove(seen.key(), id);
        }
    }

    @Override
    String open() {
        return open.isEmpty() ? "" : "fixes " + open;
    }

    @Override
    void atRest() {
        check(open.isEmpty(), "every fix ends", open);
    }
}
