package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What holds of restarts: each has a reason that is true, and exactly one end. */
final class RestartInvariants extends FaultInvariant {

    private static final Set<String> ENDS =
            Set.of("SUCCEEDED", "ABANDONED", "CANCELLED", "EXPIRED", "REFUSED", "DRY_RUN");

    private final FaultWorld world;
    private final Map<String, String> open = new TreeMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> asked = new TreeSet<>();
    private final Map<String, String> lastEnds = new HashMap<>();

    RestartInvariants(FaultWorld world) {
        this.world = world;
    }

    @Override
    void appended(Recorder.Seen seen) {
        switch (topic(seen)) {
            case "restart-requests" -> {
                if (!seen.text("requestId").isEmpty()) {
                    ask(seen.text("requestId"));
                }
            }
            case "operator-commands" -> {
                if (seen.text("type").equals("RESTART")) {
                    wanted.add(seen.text("commandId"));
                }
            }
            default -> {}
        }
    }

    private void ask(String requestId) {
        if (wanted.add(requestId)) {
            asked.add(requestId);
        }
    }

    @Override
    void written(Recorder.Seen seen) {
        switch (topic(seen)) {
            case "restart-requests" -> ask(seen.text("requestId"));
            case "restarts" -> restart(seen);
            case "restart-commands" -> {
                check(open.containsKey(seen.text("restartId")), "no command without an open restart", seen);
                if (!seen.text("action").equals("START")) {
                    world.fleet().fence(seen.key(), seen.text("expectedIncarnation"));
                }
            }
            default -> {}
        }
    }

    private void restart(Recorder.Seen seen) {
        var id = seen.text("restartId");
        var status = seen.text("status");
        var request = seen.value().path("evidence").path("requestId").asText("");
        var number = FaultFleet.number(seen.key());
        check(!ended.contains(id), "nothing follows the end of a restart", seen);
        if (!request.isEmpty()) {
            check(wanted.contains(request), "no request that nobody made", seen);
            asked.remove(request);
        } else if (number != null && !open.containsKey(id)) {
            var incarnation = seen.value().path("evidence").path("incarnation").asText("");
            boolean ends = seen.text("decision").equals("TERMINATE_FENCED")
                    && world.fleet().isFenced(seen.key(), incarnation); // what follows of an end that was commanded
            check(ends || !world.fleet().isCalm(number, world.nowMs()), "no restart of who was never in trouble", seen);
        }
        if (ENDS.contains(status)) {
            open.remove(id);
            ended.add(id);
            if (!status.equals("REFUSED")) {
                lastEnds.put(seen.key(), status + ' ' + seen.text("reason"));
            }
        } else {
            open.put(id, status);
        }
    }

    /** How the last restart of a worker ended; empty: none did. */
    String lastEnd(String worker) {
        return lastEnds.getOrDefault(worker, "");
    }

    @Override
    String open() {
        return open.isEmpty() && asked.isEmpty() ? "" : "restarts " + open + " requests " + asked;
    }

    @Override
    void atRest() {
        check(open.isEmpty(), "every restart ends", open);
        check(asked.isEmpty(), "every request has an answer", asked);
    }
}
