package io.homeostat.simulation.scenario;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.Setup;
import io.homeostat.simulation.Setup.Seed;
import io.homeostat.simulation.Simulation;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.line.MalformedInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A guarantee as a script: what happens to a plane, and what must and must not come of it. The plane is the real one in virtual
 * time. The language is described in {@code docs/scenarios.md}.
 */
public final class Scenario {

    /**
     * A claim that does not hold.
     *
     * @param line from 1
     * @param claim as the script says it
     * @param reason what there is instead
     */
    public record Wrong(int line, String claim, String reason) {}

    /** Whether ticks are written from an instant on: without them the plane is blind. */
    record Sight(long atMs, boolean sees) {}

    private record Said(int line, String text, Claim claim) {}

    final List<Seed> seeds = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();
    /** In the order of the script, which is that of their times. */
    private final List<Sight> sights = new ArrayList<>();

    private final List<Said> claims = new ArrayList<>();
    AgentMode agent = AgentMode.SUCCEED;
    boolean writesTicks = true;
    /** Whether an hour behind the end must decide nothing. */
    boolean rests = true;

    private long endMs = ScenarioTime.START_MS;

    Scenario() {}

    /**
     * Reads a script.
     *
     * @param name of the script, for messages
     * @param policies in force before anything happens; a policy of the same key in the script wins
     * @throws MalformedInput naming the line that says nothing known
     */
    public static Scenario parse(String name, List<String> lines, List<Seed> policies) throws MalformedInput {
        var scenario = new Scenario();
        scenario.seeds.addAll(policies);
        ScenarioParser.read(name, lines, scenario);
        if (scenario.rests) {
            scenario.rest(lines.size());
        }
        return scenario;
    }

    /**
     * Lets it happen.
     *
     * @return the claims that do not hold, in the order of the script; empty: it holds
     */
    public List<Wrong> wrong() {
        var records = new ArrayList<Written>();
        var wrong = play(records);
        claims.stream()
                .map(said -> new Wrong(said.line(), said.text(), said.claim().wrong(records)))
                .filter(claim -> !claim.reason().isEmpty())
                .forEach(wrong::add);
        return wrong;
    }

    /**
     * It goes on behind its end, and comes to rest. What the script claims is of the time up to its end.
     *
     * @param line at which the script ends
     */
    private void rest(int line) {
        claims.replaceAll(
                said -> new Said(said.line(), said.text(), said.claim().until(endMs)));
        happenings.addAll(Aftermath.beats(inOrder(), endMs));
        reach(endMs + Aftermath.LENGTH_MS);
        Aftermath.quiet(endMs).forEach(claim -> add(line, "an hour of rest", claim));
    }

    /** How many claims it makes. */
    public int claims() {
        return claims.size();
    }

    void add(Happening happening) {
        happenings.add(happening);
        reach(happening.atMs());
    }

    void add(Sight sight) {
        sights.add(sight);
        reach(sight.atMs());
    }

    /** When the last blind period so far ends, in milliseconds; 0 where there is none. */
    long lastSightMs() {
        return sights.isEmpty() ? 0 : sights.getLast().atMs();
    }

    void add(int line, String text, Claim claim) {
        claims.add(new Said(line, text, claim));
    }

    /** The plane runs at least until then. */
    void reach(long ms) {
        endMs = Math.max(endMs, ms);
    }

    /** Fills {@code records}; returns the approvals for which nothing waited. */
    private List<Wrong> play(List<Written> records) {
        var wrong = new ArrayList<Wrong>();
        var setup = new Setup(agent, writesTicks, List.copyOf(seeds));
        var read = topicsThatAreRead();
        try (var simulation = new Simulation(setup, record -> {
            if (record.writer() == Writer.SERVICE
                    && read.contains(record.topic().name())) {
                records.add(Written.of(record));
            }
        })) {
            var changes = new ArrayDeque<>(sights);
            for (var happening : inOrder()) {
                look(simulation, changes, happening.atMs());
                switch (happening) {
                    case Happening.Line(var line) -> simulation.accept(line);
                    case Happening.Approval approval -> {
                        simulation.passTo(approval.atMs() - 1);
                        approval.command(records)
                                .ifPresentOrElse(
                                        simulation::accept,
                                        () -> wrong.add(new Wrong(
                                                approval.number(),
                                                approval.text(),
                                                "nothing of " + approval.subject() + " waits for approval")));
                    }
                }
            }
            look(simulation, changes, endMs);
            simulation.passTo(endMs);
        }
        return wrong;
    }

    /** Those that claims are about, and the one that says what waits for approval; of all others no record is kept. */
    private Set<String> topicsThatAreRead() {
        return Stream.concat(
                        claims.stream().map(said -> said.claim().pattern().topic()), Stream.of(Topics.AUDIT.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void look(Simulation simulation, Deque<Sight> changes, long untilMs) {
        while (!changes.isEmpty() && changes.getFirst().atMs() <= untilMs) {
            var change = changes.removeFirst();
            simulation.passTo(change.atMs());
            simulation.writeTicks(change.sees());
        }
    }

    /** By time; at one instant as they stand in the script. */
    private List<Happening> inOrder() {
        return happenings.stream()
                .sorted(Comparator.comparingLong(Happening::atMs))
                .toList();
    }
}
