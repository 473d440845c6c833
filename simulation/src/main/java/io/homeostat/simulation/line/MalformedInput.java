package io.homeostat.simulation.line;

/** A line of the input is broken; the message names it and is the one line that the user reads. */
public final class MalformedInput extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Names the line and what is wrong with it.
     *
     * @param place of the line, for example {@code line 7}
     */
    public MalformedInput(String place, String reason) {
        super(place + ": " + reason);
    }
}
