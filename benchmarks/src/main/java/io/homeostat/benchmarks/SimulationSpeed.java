package io.homeostat.benchmarks;

import io.homeostat.common.contract.HeartbeatParser;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.Setup;
import io.homeostat.simulation.Simulation;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.line.InputLine;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How fast a plane runs in virtual time, through every service and every stage, in one thread, and how much it keeps:
 *
 * <pre>
 * java -Xmx256m -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed          all three
 * java -Xmx256m -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed hour     1,000 workers at 30 s
 * java -Xmx256m -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed events   10,000 workers at full rate
 * java -Xmx256m -cp benchmarks/target/benchmarks.jar io.homeostat.benchmarks.SimulationSpeed day      memory, 1,000 workers
 * </pre>
 *
 * <p>The first round of the first of them is cold. Behind the rounds of {@code hour} and {@code events}: as many records as
 * they had in all, pushed through a queue and parsed once each. No plane that looks at its records can be faster.
 */
public final class SimulationSpeed {

    private static final long START = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();
    private static final long MB = 1024L * 1024;
    private static final int ROUNDS = 3;

    /** How many records of the queue wait, as those of one instant do in a plane. */
    private static final int WAITING = 100;

    private SimulationSpeed() {}

    /** Runs what its argument names; all without one. */
    public static void main(String... arguments) {
        System.setProperty("logback.configurationFile", "homeostat-cli-logback.xml");
        var which = arguments.length == 0 ? "all" : arguments[0];
        if (which.equals("hour") || which.equals("all")) {
            long records = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                records = hour(round);
            }
            bare(records);
        }
        if (which.equals("events") || which.equals("all")) {
            long records = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                records = events(round);
            }
            bare(records);
        }
        if (which.equals("day") || which.equals("all")) {
            day();
        }
    }

    /** Every worker of 10,000 beats once a virtual second; one in 20,000 events is a crash. */
    private static long events(int round) {
        var counted = new Counted();
        long events = 0;
        var clock = new Clock();
        try (var simulation = new Simulation(Setup.PLAIN, counted)) {
            for (long second = 0; second < 100; second++) {
                for (int worker = 0; worker < 10_000; worker++, events++) {
                    long ms = START + 1_000 * second + worker / 10;
                    simulation.accept(events % 20_000 == 19_999 ? crash(ms, worker) : beat(ms, worker, second));
                }
            }
            simulation.passTo(simulation.nowMs());
        }
        clock.print("10,000 workers each second, round " + round, events, counted.records);
        return counted.records;
    }

    private static long hour(int round) {
        var counted = new Counted();
        long events = 0;
        var clock = new Clock();
        try (var simulation = new Simulation(Setup.PLAIN, counted)) {
            for (long beat = 0; beat < 120; beat++) {
                for (int worker = 0; worker < 1_000; worker++, events++) {
                    simulation.accept(beat(START + 30_000 * beat + 30L * worker, worker, beat));
                }
            }
            simulation.passTo(START + Duration.ofHours(1).toMillis());
        }
        clock.print("an hour of 1,000 workers, round " + round, events, counted.records);
        return counted.records;
    }

    /** The limit: records through a queue, each parsed once, and no plane. */
    private static void bare(long records) {
        for (int round = 1; round <= ROUNDS; round++) {
            var queue = new ArrayDeque<InputLine>();
            long parsed = 0;
            var clock = new Clock();
            for (long i = 0; i < records; i++) {
                queue.addLast(beat(START + i, (int) (i % 1_000), i / 1_000));
                if (queue.size() == WAITING) {
                    parsed += drain(queue);
                }
            }
            parsed += drain(queue);
            clock.print("bare: written, read and parsed, round " + round, parsed, records);
        }
    }

    private static long drain(ArrayDeque<InputLine> queue) {
        long parsed = 0;
        while (!queue.isEmpty()) {
            var line = queue.removeFirst();
            var key = line.key() == null ? null : new String(line.key(), StandardCharsets.UTF_8);
            parsed += HeartbeatParser.parse(key, line.value()) instanceof Parsed.Valid ? 1 : 0;
        }
        return parsed;
    }

    private static void day() {
        var counted = new Counted();
        long events = 0;
        var clock = new Clock();
        try (var simulation = new Simulation(Setup.PLAIN, counted)) {
            for (long beat = 0; beat < 24 * 120; beat++) {
                for (int worker = 0; worker < 1_000; worker++, events++) {
                    simulation.accept(beat(START + 30_000 * beat + 30L * worker, worker, beat));
                }
                long hour = (beat + 1) / 120;
                if ((beat + 1) % 120 == 0 && (hour == 3 || hour == 6 || hour == 12 || hour == 24)) {
                    printMemory(hour);
                }
            }
        }
        clock.print("a day of 1,000 workers", events, counted.records);
    }

    /** What is left when everything that nobody holds is gone. */
    private static void printMemory(long hour) {
        System.gc();
        var runtime = Runtime.getRuntime();
        System.out.println(String.format(
                Locale.ROOT,
                "1,000 workers, hour %d: %.1f MB in use of %d MB",
                hour,
                (runtime.totalMemory() - runtime.freeMemory()) / (double) MB,
                runtime.maxMemory() / MB));
    }

    /** Time of the processor that this thread had: other processes of a busy machine do not count. Beside it the wall clock. */
    private static final class Clock {
        private final long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        private final long wall = System.nanoTime();

        void print(String what, long events, long records) {
            double cpuSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
            double wallSeconds = (System.nanoTime() - wall) / 1e9;
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s: %,d events, %,d records in all, %.2f s of one core (%.2f s by the clock): %,.0f events/s, %,.0f records/s",
                    what,
                    events,
                    records,
                    cpuSeconds,
                    wallSeconds,
                    events / cpuSeconds,
                    records / cpuSeconds));
        }
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
