package io.homeostat.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Everybody whom a trouble may be about: all of them but those that it names must be left alone.
 *
 * @param subjects workers, worker types, services and flags
 */
record Bystanders(List<String> subjects) {

    /** What is expected of some, and that nothing is written about the others. */
    List<Expectation> and(Expectation... expected) {
        var all = new ArrayList<>(List.of(expected));
        subjects.stream()
                .filter(subject -> all.stream().noneMatch(e -> e.subject().equals(subject)))
                .toList()
                .forEach(subject -> all.add(Expectation.of(subject)));
        return all;
    }
}
