package io.homeostat.client;

/** What a worker says about the phase of its life. The names are the wire form. */
public enum WorkerStatus {
    /** The process is up but does no work yet. */
    STARTING,
    /** The worker takes work. Only in this status can it be judged stuck. */
    RUNNING,
    /** The worker finishes what it has and takes nothing new. */
    DRAINING,
    /** Good-bye: the worker leaves the fleet without being a failure. {@link HeartbeatEmitter#close()} says it. */
    STOPPED
}
