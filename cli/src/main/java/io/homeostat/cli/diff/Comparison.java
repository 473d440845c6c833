package io.homeostat.cli.diff;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two runs decided, subject by subject. Two decisions are the same if topic, subject, outcome, reason and id
 * are, as often as they occur; their times may lie {@code tolerance} apart. What is left is paired by what it has in common,
 * so that a person is told of one difference and not of two. Pure.
 *
 * @param same decisions that are the same in both runs, those that are shifted too far included
 * @param moved of these, those whose times are not the same
 * @param furthest the greatest distance of two times that is still within the tolerance
 * @param cutOff decisions of one run only that lie so close to the end of the recording that the other run could not show them
 */
record Comparison(int same, int moved, Duration furthest, int cutOff, List<Difference> differences) {

    /** @param end of the recording; null: unknown, nothing is cut off */
    static Comparison of(List<Decided> real, List<Decided> simulated, Duration tolerance, @Nullable Instant end) {
        var counting = new Counting(tolerance, end == null ? Instant.MAX : end.minus(tolerance));
        var simulatedBySubject = bySubject(simulated);
        bySubject(real).forEach((subject, decided) -> {
            var others = simulatedBySubject.remove(subject);
            counting.compare(decided, others == null ? new ArrayList<>() : others);
        });
        simulatedBySubject.values().forEach(others -> counting.compare(new ArrayList<>(), others));
        return counting.result();
    }

    boolean equal() {
        return differences.isEmpty();
    }

    /** What two decisions must have in common to be a pair. */
    @FunctionalInterface
    private interface Kinship {
        Object of(Decided decided);
    }

    private record Subject(String topic, String key) {}

    private static Map<Subject, List<Decided>> bySubject(List<Decided> all) {
        var subjects = new LinkedHashMap<Subject, List<Decided>>();
        for (var decided : all) {
            subjects.computeIfAbsent(new Subject(decided.topic(), decided.subject()), _ -> new ArrayList<>())
                    .add(decided);
        }
        return subjects;
    }

    private static final class Counting {
        private final Duration tolerance;
        private final Instant cutOffFrom;
        private final List<Difference> differences = new ArrayList<>();
        private int same;
        private int moved;
        private int cutOff;
        private Duration furthest = Duration.ZERO;

        Counting(Duration tolerance, Instant cutOffFrom) {
            this.tolerance = tolerance;
            this.cutOffFrom = cutOffFrom;
        }

        /** Takes the pairs out of both lists, the closest kind first. */
        void compare(List<Decided> real, List<Decided> simulated) {
            pair(real, simulated, decided -> List.of(decided.id(), decided.words()), this::same);
            pair(real, simulated, Decided::id, (a, b) -> differences.add(new Difference.Otherwise(a, b)));
            pair(real, simulated, Decided::words, (a, b) -> differences.add(new Difference.OtherId(a, b)));
            real.forEach(decided -> alone(decided, new Difference.Missing(decided)));
            simulated.forEach(decided -> alone(decided, new Difference.Extra(decided)));
        }

        /** Pairs in the order of both runs. */
        private static void pair(
                List<Decided> real, List<Decided> simulated, Kinship kinship, BiConsumer<Decided, Decided> found) {
            var waiting = new HashMap<Object, ArrayDeque<Decided>>();
            simulated.forEach(decided -> waiting.computeIfAbsent(kinship.of(decided), _ -> new ArrayDeque<>())
                    .addLast(decided));
            var taken = new HashMap<Object, Integer>();
            for (Iterator<Decided> all = real.iterator(); all.hasNext(); ) {
                var decided = all.next();
                var kin = kinship.of(decided);
                var candidates = waiting.get(kin);
                if (candidates != null && !candidates.isEmpty()) {
                    all.remove();
                    taken.merge(kin, 1, Integer::sum);
                    found.accept(decided, candidates.removeFirst());
                }
            }
            simulated.removeIf(decided -> taken.merge(kinship.of(decided), -1, Integer::sum) >= 0);
        }

        private void same(Decided real, Decided simulated) {
            same++;
            var by = Duration.between(real.time(), simulated.time());
            if (by.abs().compareTo(tolerance) > 0) {
                differences.add(new Difference.Shifted(real, simulated, by));
            } else if (!by.isZero()) {
                moved++;
                furthest = furthest.compareTo(by.abs()) < 0 ? by.abs() : furthest;
            }
        }

        private void alone(Decided decided, Difference difference) {
            if (decided.time().isAfter(cutOffFrom)) {
                cutOff++;
            } else {
                differences.add(difference);
            }
        }

        Comparison result() {
            return new Comparison(same, moved, furthest, cutOff, List.copyOf(differences));
        }
    }
}
