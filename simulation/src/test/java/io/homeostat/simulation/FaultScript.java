package io.homeostat.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A fleet's bad day: what happens when, to whom, and what fails of the plane itself. */
record FaultScript(long seed, List<Trouble> troubles) {

    static final int WORKERS = 6;
    private static final long FIRST_MS = 12_000;
    private static final long LAST_MS = 100_000;

    /** Who is hit. */
    enum Target {
        FLEET,
        PEOPLE,
        DELIVERY,
        AGENT,
        PLANE
    }

    /** What can happen. */
    enum Kind {
        /** A worker's process ends, and its agent says so. */
        CRASH(Target.FLEET),
        /** A worker's process is killed for its memory, and its agent says so. */
        OUT_OF_MEMORY(Target.FLEET),
        /** A worker's process ends some seconds after every start. */
        CRASH_LOOP(Target.FLEET),
        /** A worker does not beat for a while, and lives. */
        SILENCE(Target.FLEET),
        /** A worker beats now and then only, and lives. */
        FLAPPING(Target.FLEET),
        /** A worker's process ends, and nobody says so. */
        DEATH(Target.FLEET),
        /** A worker beats, but its work does not go on. */
        STUCK(Target.FLEET),
        /** A worker says good-bye, and comes back later by itself. */
        GOOD_BYE(Target.FLEET),
        /** A worker's work fails again and again in the same way. */
        TASK_ERRORS(Target.FLEET),
        /** A worker's clock is wrong by years, and its beats come through any partition. */
        STRANGE_BEATS(Target.FLEET),
        /** Somebody asks for a restart. */
        REQUEST(Target.PEOPLE),
        /** Actions are put on hold, and released. */
        PAUSE(Target.PEOPLE),
        /** As a pause, by another word, and for one worker. */
        MAINTENANCE(Target.PEOPLE),
        /** Somebody throws the kill switch, and asks for its reset. */
        SWITCH(Target.PEOPLE),
        /** Any other command of an operator. */
        COMMAND(Target.PEOPLE),
        /** A policy is changed, and changed back; some changes are refused. */
        POLICY(Target.PEOPLE),
        /** A version goes out and fails the checks of others. */
        BAD_PROMOTION(Target.PEOPLE),
        /** A version goes out and is fine. */
        GOOD_PROMOTION(Target.PEOPLE),
        /** A version goes out, fails some checks, and is taken back. */
        CANCELLED_PROMOTION(Target.PEOPLE),
        /** Workers run another version, whose work fails: nobody checks but the plane. */
        BAD_ROLLOUT(Target.PEOPLE),
        /** Workers run another version, and are fine. */
        GOOD_ROLLOUT(Target.PEOPLE),
        /** Everything that is written comes twice. */
        DUPLICATES(Target.DELIVERY),
        /** Everything that is written comes late, each by another time. */
        DELAYS(Target.DELIVERY),
        /** Everything that is written comes through any partition. */
        MISPLACED(Target.DELIVERY),
        /** Records that nobody can read. */
        BAD_INPUT(Target.DELIVERY),
        /** The broker is away: nothing can be written or read, ticks neither. */
        BROKER_AWAY(Target.DELIVERY),
        /** The agent is away: it reads its commands when it is back. */
        AGENT_AWAY(Target.AGENT),
        /** The agent does what it is told, and its answers are lost. */
        AGENT_MUTE(Target.AGENT),
        /** The agent says at once that it begins, and only after a while that it is done. */
        AGENT_SLOW(Target.AGENT),
        /** The agent can do nothing, and says so. */
        AGENT_FAILS(Target.AGENT),
        /** The agent cannot start anything. */
        STARTS_FAIL(Target.AGENT),
        /** A service's process is killed between two records. */
        SERVICE_DIES(Target.PLANE),
        /** A service's process is killed within a transaction. */
        TRANSACTION_ABORTS(Target.PLANE),
        /** A service is away for a while, and then reads what it missed. */
        SERVICE_AWAY(Target.PLANE),
        /** A part of a service moves to another instance. */
        TASK_MOVES(Target.PLANE);

        private final Target target;

        Kind(Target target) {
            this.target = target;
        }

        Target target() {
            return target;
        }

        /** Some troubles show only after a while. */
        private long lengthMs(Random random) {
            long any = 1_000L + random.nextInt(40) * 1_000L;
            return switch (this) {
                case STUCK, CRASH_LOOP, BAD_ROLLOUT, GOOD_ROLLOUT -> 70_000 + any;
                case STARTS_FAIL -> 20_000 + 2 * any;
                case SERVICE_AWAY, BROKER_AWAY -> any;
                default -> any;
            };
        }
    }

    /**
     * One thing that happens.
     *
     * @param subject number of the worker, service or choice
     * @param atMs behind the beginning
     */
    record Trouble(Kind kind, int subject, long atMs, long lengthMs) {

        long endMs() {
            return atMs + lengthMs;
        }

        boolean lasts(long ms) {
            return ms >= atMs && ms < endMs();
        }

        int worker() {
            return subject % WORKERS;
        }
    }

    static FaultScript of(long seed) {
        var random = new Random(seed * 2_862_933_555_777_941_757L + 3_037_000_493L);
        var troubles = new ArrayList<Trouble>();
        for (int i = 4 + random.nextInt(7); i > 0; i--) {
            var kind = Kind.values()[random.nextInt(Kind.values().length)];
            troubles.add(trouble(kind, random));
        }
        var plane = List.of(Kind.SERVICE_DIES, Kind.TRANSACTION_ABORTS, Kind.SERVICE_AWAY, Kind.TASK_MOVES);
        for (int i = random.nextInt(10); i > 0; i--) {
            troubles.add(trouble(plane.get(random.nextInt(plane.size())), random));
        }
        troubles.sort(Comparator.comparingLong(Trouble::atMs));
        return new FaultScript(seed, List.copyOf(troubles));
    }

    private static Trouble trouble(Kind kind, Random random) {
        long at = FIRST_MS + random.nextLong(LAST_MS - FIRST_MS) / 100 * 100;
        return new Trouble(kind, random.nextInt(420), at, kind.lengthMs(random));
    }

    /** When the last trouble is over. */
    long endMs() {
        return troubles.stream().mapToLong(Trouble::endMs).max().orElse(FIRST_MS);
    }

    boolean has(Kind kind, long ms) {
        return troubles.stream().anyMatch(trouble -> trouble.kind() == kind && trouble.lasts(ms));
    }

    boolean has(Kind kind, int worker, long ms) {
        return troubles.stream()
                .anyMatch(trouble -> trouble.kind() == kind && trouble.worker() == worker && trouble.lasts(ms));
    }

    /** What begins in a step. */
    List<Trouble> beginning(long ms, long stepMs) {
        return troubles.stream()
                .filter(trouble -> trouble.atMs() >= ms && trouble.atMs() < ms + stepMs)
                .toList();
    }

    /** What ends in a step. */
    List<Trouble> ending(long ms, long stepMs) {
        return troubles.stream()
                .filter(trouble -> trouble.endMs() >= ms && trouble.endMs() < ms + stepMs)
                .toList();
    }

    FaultScript with(List<Trouble> others) {
        return new FaultScript(seed, List.copyOf(others));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("seed " + seed);
        for (var trouble : troubles) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  at %.1fs %s %d for %.1fs",
                    trouble.atMs() / 1e3,
                    trouble.kind(),
                    trouble.subject(),
                    trouble.lengthMs() / 1e3));
        }
        return text.toString();
    }
}
