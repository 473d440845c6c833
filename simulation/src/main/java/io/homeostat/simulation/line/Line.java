package io.homeostat.simulation.line;

/** A line of an input. */
public sealed interface Line permits InputLine, HopLine {

    /** By which lines are in order, in milliseconds since 1970. */
    long timeMs();

    /** True: it stands in front of all events, whatever its time. */
    boolean seed();
}
