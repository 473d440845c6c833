package io.homeostat.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells Homeostat that this worker lives and how it is: one heartbeat per interval to the topic {@code heartbeats},
 * from a daemon thread of its own.
 *
 * <pre>{@code
 * try (var heartbeats = HeartbeatEmitter.fromEnvironment()) {
 *     for (Job job : jobs) {
 *         heartbeats.task(job.id());
 *         if (job.run()) heartbeats.operationSucceeded(); else heartbeats.operationFailed();
 *     }
 * }
 * }</pre>
 *
 * <p>The methods by which the worker reports are safe from any thread, do not wait, and neither throw nor slow down
 * because of Kafka: without a broker they only remember. They may be called after {@link #close()}, without effect.
 *
 * <p><b>Counts.</b> Every operation is counted in exactly one beat that is not known to have failed: a beat that fails
 * gives its counts back to the next. One doubt cannot be resolved: if the broker stored a beat but every answer was
 * lost for two minutes, its operations are counted again. The alternative is to lose failures in exactly the outages
 * that matter.
 *
 * <p>Start one emitter per process and worker id. Two that beat under the same id are an identity conflict to the
 * plane.
 */
public final class HeartbeatEmitter implements AutoCloseable {

    private final WorkerIdentity identity;
    private final WorkerReport report;
    private final OperationCounts counts;
    private final Life life;
    private @Nullable Thread shutdownHook;

    /** The thread that beats, and how long its good-bye may take. */
    record Life(BeatThread thread, Duration goodbyeWithin) {}

    HeartbeatEmitter(WorkerIdentity identity, WorkerReport report, OperationCounts counts, Life life) {
        this.identity = identity;
        this.report = report;
        this.counts = counts;
        this.life = life;
    }

    /**
     * Settings for a worker of this id.
     *
     * @param workerId a letter or digit and up to 127 more of letters, digits and {@code . _ : / -}
     * @throws IllegalArgumentException if it is not such an id
     */
    public static HeartbeatEmitterBuilder builder(String workerId) {
        return new HeartbeatEmitterBuilder(workerId);
    }

    /** Settings from the environment (the variables are listed in the module's README), to be completed in code. */
    public static HeartbeatEmitterBuilder builderFromEnvironment() {
        return EnvironmentVariables.builder(System.getenv());
    }

    /**
     * Starts with the settings of the environment.
     *
     * @throws IllegalArgumentException with variable, value and reason, if one is missing or wrong
     */
    public static HeartbeatEmitter fromEnvironment() {
        return builderFromEnvironment().start();
    }

    /** The id under which it beats. */
    public String workerId() {
        return identity.workerId();
    }

    /** The name of this start of the worker, given or made. */
    public String incarnation() {
        return identity.incarnation();
    }

    /** One more operation went well. */
    public void operationSucceeded() {
        counts.succeeded();
    }

    /** One more operation went wrong. */
    public void operationFailed() {
        counts.failed();
    }

    /**
     * How far the work is, in any unit that changes while it goes on; below 0 counts as 0. A worker that reported
     * progress once, is {@code RUNNING} and changes neither it nor its task for long is judged stuck.
     */
    public void progress(long value) {
        report.progress(value);
    }

    /** What the worker works on; null: nothing. Cut to 256 characters. */
    public void task(@Nullable String id) {
        report.task(id);
    }

    /** The worker's own judgement of its health, 100 the best; cut to 0..100. Never called: the plane computes one. */
    public void healthScore(int score) {
        report.healthScore(score);
    }

    /** The worker's budget and what it has used of it since it started; below 0 counts as 0. */
    public void tokens(long allocated, long used) {
        report.tokens(allocated, used);
    }

    /**
     * The phase of the worker's life. A change is told at once, as by {@link #beatNow()}. {@code STOPPED} is better
     * said by {@link #close()}: the emitter goes on to beat, with this status.
     */
    public void status(WorkerStatus status) {
        if (report.status() != status) {
            report.status(status);
            beatNow();
        }
    }

    /**
     * Asks for a beat now, besides those of the interval. Beats keep 0.1 s (or half of the interval, if that is less)
     * from each other, and wait until the one before them arrived or failed; many calls meanwhile are one beat.
     */
    public void beatNow() {
        life.thread().beatNow();
    }

    /**
     * Says good-bye ({@code STOPPED}) and ends. Waits until the broker has it, at most as long as {@link
     * HeartbeatEmitterBuilder#goodbyeWithin} says, also if the calling thread is interrupted (it stays so). Without a
     * broker the good-bye is lost, which costs a false alarm at worst. Further calls do nothing more.
     */
    @Override
    public void close() {
        removeShutdownHook();
        life.thread().close(life.goodbyeWithin());
    }

    void begin(boolean goodbyeOnShutdown) {
        if (goodbyeOnShutdown) {
            var hook = new Thread(this::close, "homeostat-goodbye-" + workerId());
            shutdownHook = hook;
            Runtime.getRuntime().addShutdownHook(hook);
        }
        life.thread().start();
    }

    private void removeShutdownHook() {
        if (shutdownHook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(shutdownHook);
            } catch (IllegalStateException _) {
                // The JVM is going down already: it is the hook that calls, or it will find everything done.
            }
        }
    }
}
