package io.homeostat.heartbeat.topology;

import java.util.List;

/**
 * Numbers of constants in stored state. They are written down here and not taken from the enum, whose order means nothing
 * to its authors: constants may be added at the end of a list, never moved.
 *
 * @param <E> the enum
 */
final class Codes<E extends Enum<E>> {

    private final List<E> constants;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Codes(E... constants) {
        this.constants = List.of(constants);
    }

    /** At least 0. @throws IllegalStateException if the constant has no number yet: a bug */
    int of(E constant) {
        int code = constants.indexOf(constant);
        if (code < 0) {
            throw new IllegalStateException(constant + " has no number in stored state");
        }
        return code;
    }

    /** The inverse. @throws IndexOutOfBoundsException if no constant has the number */
    E constant(long code) {
        return constants.get((int) code);
    }
}
