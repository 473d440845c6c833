package io.homeostat.restart.topology;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.Will;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Operators who want anything at any time, and sometimes say it twice. */
final class OperatorLife {

    private static final String[] SCOPES = {
        "all",
        "environment:production",
        "service:images",
        "service:other",
        "type:resizer",
        "worker:w-1",
        "worker:w-2",
        "x"
    };
    private static final String[] ACTORS = {"alice", "bob"};

    private final Bench bench;
    private final Random random;
    private final OperatorInvariants invariants;
    private final List<Will> given = new ArrayList<>();
    private int names;

    OperatorLife(Bench bench, Random random, OperatorInvariants invariants) {
        this.bench = bench;
        this.random = random;
        this.invariants = invariants;
    }

    void step(String worker, String incarnation) {
        if (random.nextInt(12) == 0 && !given.isEmpty()) {
            var again = given.get(random.nextInt(given.size()));
            give(again, worker, incarnation);
            return;
        }
        switch (random.nextInt(10)) {
            case 0 -> begin(OperatorCommand.Type.PAUSE);
            case 1 -> begin(OperatorCommand.Type.MAINTENANCE_START);
            case 3, 4 -> give(pick("RESUME", "MAINTENANCE_END"), heldScope(), Map.of(), worker, incarnation);
            case 2 -> give(pick("RESTART", "RESTART", "CANCEL_RESTART"), worker, Map.of(), worker, incarnation);
            case 5 -> give(pick("BREAKER_RESET", "BREAKER_OPEN"), "resizer", Map.of(), worker, incarnation);
            case 6 -> {
                if (random.nextBoolean()) {
                    give(OperatorCommand.Type.QUARANTINE, worker, Map.of(), worker, incarnation);
                }
            }
            case 7, 8 -> release(worker, incarnation);
            case 9 -> give(pick("RETIRE", "FAILURE_PULSE"), worker, Map.of(), worker, incarnation);
            default -> throw new AssertionError();
        }
    }

    /** Every hold is ended by hand. */
    void resumeAll() {
        for (var scope : SCOPES) {
            give(OperatorCommand.Type.RESUME, scope, Map.of(), "w-1", "-");
            give(OperatorCommand.Type.MAINTENANCE_END, scope, Map.of(), "w-1", "-");
        }
    }

    private void begin(OperatorCommand.Type type) {
        var end = random.nextInt(10) == 0 ? Map.<String, String>of() : Map.of("seconds", "" + (1 + random.nextInt(60)));
        give(type, scope(), end, "w-1", "-");
    }

    /** Wanted, and answered for by somebody: perhaps by another one, perhaps for an id that does not wait. */
    private void release(String worker, String incarnation) {
        give(OperatorCommand.Type.RELEASE, worker, Map.of(), worker, incarnation);
        var id = Ids.of(OperatorCommand.RELEASE_PREFIX, worker, given.getLast().commandId());
        give(pick("APPROVE", "APPROVE", "REJECT"), worker, Map.of("id", id), worker, incarnation);
    }

    private void give(
            OperatorCommand.Type type,
            String subject,
            Map<String, String> arguments,
            String worker,
            String incarnation) {
        names++;
        var actor = ACTORS[random.nextInt(ACTORS.length)];
        var will = new Will("op-" + names, type, subject, actor, "because", arguments);
        given.add(will);
        give(will, worker, incarnation);
    }

    private void give(Will will, String worker, String incarnation) {
        invariants.gave(will.commandId());
        var states = WorkerState.values();
        bench.will(
                will,
                will.subject().equals(worker)
                        ? Bench.subject(worker, null, incarnation, states[random.nextInt(states.length)])
                        : Bench.stranger(will.subject()));
    }

    private String scope() {
        return SCOPES[random.nextInt(SCOPES.length)];
    }

    private String heldScope() {
        var held = List.copyOf(new TreeSet<>(invariants.scopes()));
        return held.isEmpty() || random.nextInt(4) == 0 ? scope() : held.get(random.nextInt(held.size()));
    }

    private OperatorCommand.Type pick(String... names) {
        return OperatorCommand.Type.valueOf(names[random.nextInt(names.length)]);
    }
}
