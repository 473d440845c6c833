package io.homeostat.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A fleet's bad day: what happens when, to whom, and what fails of the plane itself. */
record FaultScript(long seed, List<Trouble> troubles) {

    static final int WORKERS = 6;
    static final long FIRST_MS = 20_000;
    static final long LAST_MS = 150_000;

    /** What can happen. */
    enum Kind {
        /** A worker's process ends, and its agent says so. */
        CRASH,
        /** A worker does not beat for a while, and lives. */
        SILENCE,
        /** A worker's process ends, and nobody says so. */
        DEATH,
        /** Somebody asks for a restart. */
        REQUEST,
        /** A worker's clock is wrong by hours, and its beats come through the wrong partition. */
        STRANGE_BEATS,
        /** Every beat, failure and answer comes twice. */
        DUPLICATES,
        /** The agent is away: commands are neither carried out nor answered. */
        AGENT_AWAY,
        /** The agent cannot start anything. */
        STARTS_FAIL,
        /** The broker is away: nothing can be written or read, ticks neither. */
        BROKER_AWAY,
        /** All actions are put on hold, and released. */
        PAUSE,
        /** Somebody throws the kill switch, asks for its reset, tries to approve that alone, and then another one does. */
        SWITCH,
        /** A version goes out and fails its checks. */
        BAD_PROMOTION,
        /** A version goes out and is fine. */
        GOOD_PROMOTION,
        /** A service's process is killed between two records. */
        SERVICE_DIES,
        /** A service's process is killed within a transaction. */
        TRANSACTION_ABORTS
    }

    /**
     * One thing that happens.
     *
     * @param subject number of the worker or service
     * @param atMs behind the beginning
     */
    record Trouble(Kind kind, int subject, long atMs, long lengthMs) {

        boolean lasts(long ms) {
            return ms >= atMs && ms < atMs + lengthMs;
        }

        boolean isFaultOfThePlane() {
            return kind == Kind.SERVICE_DIES || kind == Kind.TRANSACTION_ABORTS;
        }
    }

    static FaultScript of(long seed) {
        var random = new Random(seed);
        var troubles = new ArrayList<Trouble>();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            var kind = Kind.values()[random.nextInt(Kind.values().length)];
            troubles.add(trouble(kind, random));
        }
        for (int i = random.nextInt(12); i > 0; i--) {
            troubles.add(trouble(random.nextBoolean() ? Kind.SERVICE_DIES : Kind.TRANSACTION_ABORTS, random));
        }
        troubles.sort(Comparator.comparingLong(Trouble::atMs));
        return new FaultScript(seed, List.copyOf(troubles));
    }

    private static Trouble trouble(Kind kind, Random random) {
        long at = FIRST_MS + random.nextLong(LAST_MS - FIRST_MS) / 100 * 100;
        return new Trouble(kind, random.nextInt(42), at, 1_000L + random.nextInt(60) * 1_000L);
    }

    boolean isCalmFor(int worker) {
        return troubles.stream()
                .noneMatch(trouble -> trouble.subject() % WORKERS == worker
                        && switch (trouble.kind()) {
                            case CRASH, SILENCE, DEATH, REQUEST -> true;
                            default -> false;
                        });
    }

    boolean has(Kind kind, long ms) {
        return troubles.stream().anyMatch(trouble -> trouble.kind() == kind && trouble.lasts(ms));
    }

    boolean has(Kind kind, int worker, long ms) {
        return troubles.stream()
                .anyMatch(trouble ->
                        trouble.kind() == kind && trouble.subject() % WORKERS == worker && trouble.lasts(ms));
    }

    /** What begins in a step of half a second. */
    List<Trouble> beginning(long ms, long stepMs) {
        return troubles.stream()
                .filter(trouble -> trouble.atMs() >= ms && trouble.atMs() < ms + stepMs)
                .toList();
    }

    FaultScript without(int index) {
        var fewer = new ArrayList<>(troubles);
        fewer.remove(index);
        return new FaultScript(seed, List.copyOf(fewer));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("seed " + seed);
        for (var trouble : troubles) {
            text.append(String.format(
                    "%n  at %.1fs %s %d for %.1fs",
                    trouble.atMs() / 1e3, trouble.kind(), trouble.subject(), trouble.lengthMs() / 1e3));
        }
        return text.toString();
    }
}
