package io.homeostat.cli.diff;

import io.homeostat.cli.diff.Grounds.Ground;
import io.homeostat.cli.view.Lines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why two runs differ, as far as their records tell: the differences in the order in which the runs parted, each with what
 * both say of it. A decision whose cause differs already is its consequence, and says so; the others are where to look. Pure.
 */
final class Explanation {

    private final List<Difference> differences;
    private final Side real;
    private final Side simulated;

    /** One of the runs: what it says of what, and which of its decisions differ. */
    private record Side(Grounds grounds, Function<Difference, @Nullable Decided> of, Set<String> ids) {

        static Side of(Grounds grounds, List<Difference> differences, Function<Difference, @Nullable Decided> of) {
            var ids = decided(differences, of).stream().map(Decided::id).collect(Collectors.toSet());
            return new Side(grounds, of, ids);
        }

        @Nullable
        Ground ground(Difference difference) {
            var decided = of.apply(difference);
            return decided == null ? null : grounds.of(decided);
        }

        String line(String who, Ground ground) {
            var text = new StringBuilder("  ").append(who);
            if (!ground.causeId().isEmpty()) {
                text.append(" because of ").append(Lines.printable(ground.causeId()));
                text.append(ids.contains(ground.causeId()) ? ", which differs too" : "");
            }
            if (!ground.message().isEmpty()) {
                text.append(": ").append(Lines.printable(ground.message()));
            }
            return text.toString();
        }
    }

    /** @param real and {@code simulated}: grounds of at least the decisions that differ */
    Explanation(List<Difference> differences, Grounds real, Grounds simulated) {
        this.differences = differences.stream()
                .sorted(Comparator.comparing(Difference::since))
                .toList();
        this.real = Side.of(real, differences, Difference::inReal);
        this.simulated = Side.of(simulated, differences, Difference::inSimulation);
    }

    /** What of one run differs. */
    static List<Decided> decided(List<Difference> differences, Function<Difference, @Nullable Decided> of) {
        return differences.stream()
                .flatMap(difference -> Stream.ofNullable(of.apply(difference)))
                .toList();
    }

    /** The lines for a person. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (var difference : differences) {
            lines.add(difference.line());
            var really = real.ground(difference);
            var instead = simulated.ground(difference);
            boolean agree = really != null && really.equals(instead);
            if (really != null) {
                lines.add(real.line(agree ? "both" : "really", really));
            }
            if (instead != null && !agree) {
                lines.add(simulated.line("simulated", instead));
            }
            if (really != null && instead != null) {
                evidence(really.evidence(), instead.evidence(), lines);
            }
        }
        return lines;
    }

    private static void evidence(Map<String, String> real, Map<String, String> simulated, List<String> lines) {
        var names = new TreeSet<>(real.keySet());
        names.addAll(simulated.keySet());
        names.removeIf(name -> Objects.equals(real.get(name), simulated.get(name)));
        if (!names.isEmpty()) {
            lines.add(names.stream()
                    .map(name -> Lines.printable(name + ' ' + real.getOrDefault(name, "-") + ", simulated "
                            + simulated.getOrDefault(name, "-")))
                    .collect(Collectors.joining("; ", "  evidence: ", "")));
        }
    }
}
