package io.homeostat.common.streams;

/**
 * A record is too large and the stage has no way to dead letters at this node: the last net of processing writes the dead
 * letter, of the record that led here.
 */
final class OversizedOutput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OversizedOutput(String message) {
        super(message);
    }
}
