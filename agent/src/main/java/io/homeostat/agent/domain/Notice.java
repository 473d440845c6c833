package io.homeostat.agent.domain;

/**
 * Something about a process that the plane must be told, and was not yet.
 *
 * @param incarnation of the process
 */
public record Notice(Kind kind, String incarnation) {

    /** What about it. */
    public enum Kind {
        /** The agent started it by itself: a STARTING record registers the worker. */
        STARTED,
        /** It ended and nobody asked for it: a CRASH. */
        CRASHED,
        /** The operator's will ended it: a good-bye. */
        STOPPED
    }
}
