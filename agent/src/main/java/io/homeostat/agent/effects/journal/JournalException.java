package io.homeostat.agent.effects.journal;

/** The journal cannot be read or written; the message names the file and the reason in one line. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    JournalException(String message) {
        super(message);
    }
}
