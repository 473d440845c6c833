package io.homeostat.simulation;

import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold of everything that a plane writes, whatever happens and whatever fails. Each has a name. */
final class FaultInvariants {

    private static final Set<String> ENDS =
            Set.of("SUCCEEDED", "ABANDONED", "CANCELLED", "EXPIRED", "REFUSED", "DRY_RUN");
    private static final Set<String> VERDICTS =
            Set.of("CONFIRMED", "ROLLED_BACK", "ROLLBACK_FAILED", "CANCELLED", "INCONCLUSIVE");

    private final FaultWorld world;
    private final List<String> broken = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final Map<String, Long> generations = new HashMap<>();
    private final Map<String, String> restarts = new TreeMap<>();
    private final Map<String, String> sessions = new TreeMap<>();
    private final Map<String, Integer> rollbacks = new HashMap<>();
    private final Map<String, String> chains = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Recorder.Seen> states = new HashMap<>();
    private final Set<String> met = new TreeSet<>();
    private final Set<String> repaired = new HashSet<>();
    private final Set<String> fenced = new HashSet<>();

    FaultInvariants(FaultWorld world) {
        this.world = world;
    }

    /** The broken ones, each with its name first. */
    List<String> broken() {
        return broken;
    }

    /** What was there to be looked at: an invariant over nothing proves nothing. */
    Set<String> met() {
        return met;
    }

    void see(Recorder.Seen seen) {
        met.add(seen.record().topic().name());
        met.add(seen.record().topic().name()
                + ' '
                + seen.text("status")
                + seen.text("state")
                + seen.text("action")
                + seen.text("disableNew"));
        switch (seen.record().topic().name()) {
            case "restart-commands", "fix-commands", "rollback-commands" -> command(seen);
            case "restarts" -> restart(seen);
            case "worker-status" -> state(seen);
            case "rollbacks" -> rollback(seen);
            case "kill-switch" ->
                check(
                        !seen.value().path("disableNew").isBoolean()
                                || seen.value().path("disableNew").booleanValue()
                                || (!seen.text("approver").isEmpty()
                                        && !seen.text("approver").equals(seen.text("actor"))),
                        "the kill switch is never off without an approved reset",
                        seen);
            case "audit" -> audit(seen);
            default -> {}
        }
    }

    private void command(Recorder.Seen seen) {
        check(commands.add(seen.text("commandId")), "no command twice", seen);
        if (seen.record().topic().equals(Topics.RESTART_COMMANDS)) {
            long generation = seen.value().path("generation").asLong();
            check(
                    generation == generations.getOrDefault(seen.key(), 0L) + 1,
                    "generations of a worker count one by one",
                    seen);
            generations.put(seen.key(), generation);
            if (!seen.text("action").equals("START")) {
                fenced.add(seen.key() + '/' + seen.text("expectedIncarnation"));
            }
            check(!world.isCalm(seen.key()), "no restart of a worker that was never in trouble", seen);
        }
    }

    private void restart(Recorder.Seen seen) {
        var before = restarts.getOrDefault(seen.text("restartId"), "");
        check(!ENDS.contains(before), "nothing follows the end of a restart", seen);
        restarts.put(seen.text("restartId"), seen.text("status"));
        repaired.add(seen.key());
    }

    private void state(Recorder.Seen seen) {
        states.put(seen.key(), seen);
        if (seen.text("state").equals("ZOMBIE") && seen.text("reason").equals("SILENT")) {
            check(!world.isCalm(seen.key()), "no zombie out of a blind period", seen);
            check(
                    world.silentMs(seen.key(), seen.timeMs()) >= 30_000
                            || fenced.contains(seen.key() + '/' + seen.text("incarnation")),
                    "no zombie that was heard, unless its end was commanded",
                    seen);
        }
    }

    private void rollback(Recorder.Seen seen) {
        var promotion = seen.text("promotionId");
        if (seen.text("type").equals("MONITORING")) {
            check(!VERDICTS.contains(sessions.getOrDefault(promotion, "")), "one verdict per session", seen);
            sessions.put(promotion, seen.text("status"));
        }
        if (seen.text("type").equals("ROLLBACK") && seen.text("status").equals("SUCCEEDED")) {
            check(rollbacks.merge(promotion, 1, Integer::sum) == 1, "at most one rollback per promotion", seen);
        }
    }

    private void audit(Recorder.Seen seen) {
        var chain = seen.text("chain");
        long sequence = seen.value().path("sequence").asLong();
        check(
                seen.text("previousHash").equals(chains.getOrDefault(chain, seen.text("previousHash")))
                        && sequence == sequences.getOrDefault(chain, sequence - 1) + 1,
                "audit chains have no gap and no fork",
                seen);
        chains.put(chain, seen.text("hash"));
        sequences.put(chain, sequence);
    }

    /** What must be true once everything has been calm for minutes. */
    void atRest() {
        restarts.forEach((id, status) -> {
            if (!ENDS.contains(status)) {
                broken.add("every restart ends: " + id + " is still " + status);
            }
        });
        sessions.forEach((promotion, status) -> {
            if (!VERDICTS.contains(status)) {
                broken.add("every session ends: " + promotion + " is still " + status);
            }
        });
        for (int worker = 0; worker < FaultScript.WORKERS; worker++) {
            var id = FaultWorld.id(worker);
            var last = states.get(id);
            if (world.isBeating(worker) && (last == null || !last.text("state").equals("ALIVE"))) {
                broken.add("who beats is seen alive: " + last);
            }
            if (!world.isBeating(worker) && !repaired.contains(id)) {
                broken.add("who is down is not forgotten: " + last);
            }
        }
    }

    private void check(boolean holds, String name, Recorder.Seen seen) {
        if (!holds) {
            broken.add(name + ": " + seen);
        }
    }
}
