package io.homeostat.agent.domain;

/** What a look at one incarnation's process found. */
public enum Look {
    RUNS,
    GONE,
    /** The operating system cannot be searched for it. */
    CANNOT_TELL
}
