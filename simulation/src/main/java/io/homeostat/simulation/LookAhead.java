package io.homeostat.simulation;

import io.homeostat.simulation.line.HopLine;
import io.homeostat.simulation.line.InputLine;
import io.homeostat.simulation.line.Line;
import java.util.ArrayDeque;

/**
 * Reads a recording a little ahead of the time that is simulated: a hop stands in it where the record came to stand in the
 * real log, and is needed when the record is written.
 */
final class LookAhead {

    /** Longer than the longest hop. A hop is also known for as long behind its line. */
    private static final long AHEAD_MS = HopLine.HOP_MS_MAX + 1_000;

    private final Simulation simulation;
    private final long aheadMs;
    private final ArrayDeque<InputLine> ahead = new ArrayDeque<>();

    /** @param recording false: no hops are told, and each line is simulated when it is read */
    LookAhead(Simulation simulation, boolean recording) {
        this.simulation = simulation;
        this.aheadMs = recording ? AHEAD_MS : 0;
    }

    /** Takes the next line of the input, and simulates what it makes ripe. */
    void accept(Line line) {
        switch (line) {
            case HopLine hop -> simulation.hops().add(hop);
            case InputLine event -> ahead.addLast(event);
        }
        if (!line.seed()) {
            for (var next = ahead.peekFirst(); next != null; next = ahead.peekFirst()) {
                if (!next.seed() && next.timeMs() > line.timeMs() - aheadMs) {
                    break;
                }
                simulate(ahead.removeFirst());
            }
        }
    }

    /** No line comes any more. */
    void end() {
        while (!ahead.isEmpty()) {
            simulate(ahead.removeFirst());
        }
    }

    private void simulate(InputLine event) {
        if (!event.seed()) {
            simulation.hops().forgetBefore(event.timeMs() - AHEAD_MS);
        }
        simulation.accept(event);
    }
}
