package io.homeostat.agent.domain;

/**
 * A process that runs, or ran, as one incarnation of a worker.
 *
 * @param incarnation the START's or RESTART's command id, or {@code ini-…} for a start by the agent itself
 * @param pid of the operating system; {@link #NEVER_SPAWNED} if it could not be started
 * @param mark when the operating system started it: together with the pid it names one process for ever, as pids are
 *     used again
 * @param initial true if the agent started it by itself
 */
public record WorkerProcess(
        String incarnation,
        long pid,
        String mark,
        String workerType,
        String service,
        String version,
        String environment,
        boolean initial) {

    /** Stands for the pid of a process that could not be started at all. */
    public static final long NEVER_SPAWNED = 0;
}
