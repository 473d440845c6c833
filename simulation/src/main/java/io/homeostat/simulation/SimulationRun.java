package io.homeostat.simulation;

import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.line.Input;
import io.homeostat.simulation.line.MalformedInput;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One input from its first line to its end. */
public final class SimulationRun {

    private SimulationRun() {}

    /**
     * Simulates an input.
     *
     * @param agent what becomes of commands; null: the answers of a recording, else each succeeds
     * @param seeds what stands in the views before the first line
     * @param until time passes up to here, inclusive, and later lines are not read; null: up to the last line
     * @param watcher sees every record when it is written, input and ticks included
     * @return the virtual end; null where there was no line
     * @throws MalformedInput if a line is broken, before anything was simulated
     */
    public static @Nullable Instant of(
            Input input,
            @Nullable AgentMode agent,
            List<Setup.Seed> seeds,
            @Nullable Instant until,
            Consumer<LoggedRecord> watcher)
            throws MalformedInput {
        var look = input.look();
        var answers = agent != null ? agent : look.recording() ? AgentMode.RECORDED : AgentMode.SUCCEED;
        long endMs = until == null ? Long.MAX_VALUE : until.toEpochMilli();
        try (var simulation = new Simulation(new Setup(answers, !look.hasTicks(), seeds), watcher)) {
            var ahead = new LookAhead(simulation, look.recording());
            input.forEach(line -> {
                if (line.timeMs() <= endMs) {
                    ahead.accept(line);
                }
            });
            ahead.end();
            simulation.passTo(until == null ? simulation.nowMs() : endMs);
            if (until == null) {
                simulation.land();
            }
            return simulation.nowMs() < 0 ? null : Instant.ofEpochMilli(simulation.nowMs());
        }
    }
}
