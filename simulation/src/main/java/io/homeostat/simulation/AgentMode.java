package io.homeostat.simulation;

/** What becomes of commands in a simulation. */
public enum AgentMode {
    /** Each is answered SUCCEEDED at once. Nothing is started by that: a worker's next beat comes from the input only. */
    SUCCEED,
    /** Each is answered FAILED at once. */
    FAIL,
    /** Nobody answers. */
    NONE,
    /** The answers stand in the input. */
    RECORDED
}
