package io.homeostat.simulation;

import io.homeostat.simulation.engine.LoggedRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All invariants over one life. */
final class FaultInvariants {

    private final QuietInvariant quiet;
    private final List<FaultInvariant> all;
    private final Map<String, Integer> met = new TreeMap<>();

    FaultInvariants(FaultWorld world) {
        var restarts = new RestartInvariants(world);
        quiet = new QuietInvariant(world);
        all = List.of(
                new CommandInvariants(),
                restarts,
                new BreakerInvariants(),
                new FixInvariants(),
                new PromotionInvariants(),
                new SwitchInvariants(),
                new AnswerInvariants(),
                new RecordInvariants(),
                new FleetInvariants(world, restarts),
                quiet);
    }

    /** When something was decided last. */
    long decidedMs() {
        return quiet.decidedMs();
    }

    void see(Recorder.Seen seen) {
        boolean service = seen.record().writer() == LoggedRecord.Writer.SERVICE;
        if (service) {
            met.merge(name(seen), 1, Integer::sum);
        }
        for (var invariant : all) {
            if (service) {
                invariant.written(seen);
            } else {
                invariant.appended(seen);
            }
        }
    }

    /** What kind of record this is, for the table of what was reached. */
    private static String name(Recorder.Seen seen) {
        var parts = List.of("type", "kind", "action", "status", "state", "decision", "reason", "disableNew");
        return seen.record().topic().name()
                + ' '
                + parts.stream()
                        .map(seen::text)
                        .filter(text -> !text.isEmpty() && text.length() < 32 && !text.contains(" "))
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    /** From now on everything is well. */
    void beginQuiet() {
        quiet.begin();
    }

    /** What is not over yet; empty: nothing. */
    String open() {
        return all.stream()
                .map(FaultInvariant::open)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    void atRest() {
        all.forEach(FaultInvariant::atRest);
    }

    /** The broken ones, each with its name first. */
    List<String> broken() {
        return all.stream().map(FaultInvariant::broken).flatMap(List::stream).toList();
    }

    boolean isBroken() {
        for (var invariant : all) {
            if (!invariant.broken().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** How often each kind of record was written: an invariant over nothing proves nothing. */
    Map<String, Integer> met() {
        return met;
    }
}
