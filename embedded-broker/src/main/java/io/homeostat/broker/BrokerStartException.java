package io.homeostat.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker did not start. The message is one line that a person can act on: which directory or port, and what is
 * wrong with it. The cause, where there is one, is for the log. When this is thrown nothing of the broker is left in
 * this JVM: no thread, no lock, no open port.
 */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message) {
        this(message, null);
    }

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message.replaceAll("\\s*\\R\\s*", " "), cause);
    }

    /** What went wrong, for the end of a message: the text of the cause, or its kind where it has no text. */
    static String reasonOf(Throwable cause) {
        var text = cause.getMessage();
        return text == null || text.isBlank() ? cause.getClass().getSimpleName() : text;
    }

    /** The innermost cause with its kind: Kafka wraps what happened in several layers of "fatal error while". */
    static String rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        var kind = root.getClass().getSimpleName();
        var reason = reasonOf(root);
        return reason.equals(kind) ? kind : kind + ": " + reason;
    }
}
