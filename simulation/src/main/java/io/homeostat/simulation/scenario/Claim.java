package io.homeostat.simulation.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** What must hold of the records that a scenario's plane wrote. */
sealed interface Claim {

    /** The records that it is about. */
    Pattern pattern();

    /** There is at least one such record. */
    record Expect(Pattern pattern) implements Claim {}

    /** There is none. */
    record Never(Pattern pattern) implements Claim {}

    /** There are so many, neither more nor fewer. */
    record Exactly(int number, Pattern pattern) implements Claim {}

    /** The same of nothing that is later than this instant in milliseconds. */
    default Claim until(long ms) {
        return switch (this) {
            case Expect(var pattern) -> new Expect(pattern.until(ms));
            case Never(var pattern) -> new Never(pattern.until(ms));
            case Exactly(int number, var pattern) -> new Exactly(number, pattern.until(ms));
        };
    }

    /** Why it does not hold; empty: it holds. */
    default String wrong(List<Written> records) {
        return switch (this) {
            case Expect(var pattern) -> records.stream().anyMatch(pattern::matches) ? "" : instead(pattern, records);
            case Never(var pattern) ->
                records.stream()
                        .filter(pattern::matches)
                        .findFirst()
                        .map(record -> "there is " + record.brief())
                        .orElse("");
            case Exactly(int number, var pattern) -> {
                long found = records.stream().filter(pattern::matches).count();
                yield found == number ? "" : "there are " + found + "; " + instead(pattern, records);
            }
        };
    }

    private static String instead(Pattern pattern, List<Written> records) {
        var similar = records.stream()
                .filter(pattern::isAbout)
                .map(record -> "\n    " + record.brief())
                .collect(Collectors.joining());
        return similar.isEmpty() ? "there is no record of it at all" : "there is only" + similar;
    }
}
