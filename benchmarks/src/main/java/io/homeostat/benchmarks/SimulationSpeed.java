package io.homeostat.benchmarks;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.InputLine;
import io.homeostat.simulation.Setup;
import io.homeostat.simulation.Simulation;
import io.homeostat.simulation.engine.LoggedRecord;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How fast a plane runs in virtual time, through every service and every stage, in one thread:
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed events   10,000 workers at full rate
 * java -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed hour     1,000 workers at 30 s
 * java -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed day      memory over 24 hours, 100 workers
 * </pre>
 */
public final class SimulationSpeed {

    private static final long START = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();
    private static final long MB = 1024L * 1024;

    private SimulationSpeed() {}

    /** Runs what its argument names; all without one. */
    public static void main(String... arguments) {
        var which = arguments.length == 0 ? "all" : arguments[0];
        if (which.equals("events") || which.equals("all")) {
            for (int round = 1; round <= 3; round++) {
                events(round);
            }
        }
        if (which.equals("hour") || which.equals("all")) {
            hour(1);
            hour(2);
        }
        if (which.equals("day") || which.equals("all")) {
            day();
        }
    }

    /** Every worker of 10,000 beats once a virtual second; one in 20,000 events is a crash. */
    private static void events(int round) {
        var counted = new Counted();
        long events = 0;
        long began = cpuNanos();
        try (var simulation = new Simulation(Setup.PLAIN, counted)) {
            for (long second = 0; second < 100; second++) {
                for (int worker = 0; worker < 10_000; worker++, events++) {
                    long ms = START + 1_000 * second + worker / 10;
                    simulation.accept(events % 20_000 == 19_999 ? crash(ms, worker) : beat(ms, worker, second));
                }
            }
            simulation.passTo(simulation.nowMs());
        }
        print("events, round " + round, events, counted, cpuNanos() - began);
    }

    private static void hour(int round) {
        var counted = new Counted();
        long events = 0;
        long began = cpuNanos();
        try (var simulation = new Simulation(Setup.PLAIN, counted)) {
            for (long beat = 0; beat < 120; beat++) {
                for (int worker = 0; worker < 1_000; worker++, events++) {
                    simulation.accept(beat(START + 30_000 * beat + 30L * worker, worker, beat));
                }
            }
            simulation.passTo(START + Duration.ofHours(1).toMillis());
        }
        print("an hour of 1,000 workers, round " + round, events, counted, cpuNanos() - began);
    }

    private static void day() {
        var counted = new Counted();
        long began = cpuNanos();
        long events = 0;
        try (var simulation = new Simulation(Setup.PLAIN, counted)) {
            for (long beat = 0; beat < 24 * 120; beat++) {
                for (int worker = 0; worker < 100; worker++, events++) {
                    simulation.accept(beat(START + 30_000 * beat + 300L * worker, worker, beat));
                }
                if (beat % 360 == 359) {
                    System.gc();
                    long used = Runtime.getRuntime().totalMemory()
                            - Runtime.getRuntime().freeMemory();
                    System.out.println("hour " + (beat + 1) / 120 + ": " + used / MB + " MB in use");
                }
            }
        }
        print("a day of 100 workers", events, counted, cpuNanos() - began);
    }

    /** Time of the processor that this thread had: other processes of a busy machine do not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void print(String what, long events, Counted counted, long nanos) {
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %,d events, %,d records in all, %.2f s of one core: %,.0f events/s, %,.0f records/s",
                what,
                events,
                counted.records,
                nanos / 1e9,
                events * 1e9 / nanos,
                counted.records * 1e9 / nanos));
    }

    private static InputLine beat(long ms, int worker, long sequence) {
        var id = "w-" + worker;
        return InputLine.of(
                ms,
                Topics.HEARTBEATS,
                id,
                "{\"workerId\":\"" + id + "\",\"workerType\":\"type-" + worker % 10
                        + "\",\"service\":\"images\",\"version\":\"1.4.2\",\"incarnation\":\"i-1\",\"sequence\":"
                        + sequence + ",\"intervalSeconds\":30,\"operations\":{\"succeeded\":12,\"failed\":0}}");
    }

    private static InputLine crash(long ms, int worker) {
        var id = "w-" + worker;
        return InputLine.of(
                ms,
                Topics.FAILURES,
                id,
                "{\"workerId\":\"" + id + "\",\"kind\":\"CRASH\",\"incarnation\":\"i-1\",\"exitCode\":1}");
    }

    private static final class Counted implements Consumer<LoggedRecord> {
        private long records;

        @Override
        public void accept(LoggedRecord record) {
            records++;
        }
    }
}
