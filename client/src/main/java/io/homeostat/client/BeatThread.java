package io.homeostat.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link BeatLoop} until it is closed, then says good-bye. Everything that may wait for a broker or a name
 * server waits here. A platform thread, so that a worker whose virtual threads occupy every carrier still beats; a
 * daemon, so that it never keeps a process alive.
 */
final class BeatThread {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatEmitter.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String workerId;
    private final BeatLoop loop;
    private final BeatSink sink;
    private final BeatClock clock;
    private final Thread thread;

    private volatile boolean closing;
    private volatile long deadlineNanos;

    BeatThread(BeatLoop.Subject subject, BeatSink sink, BeatClock clock) {
        this.workerId = subject.workerId();
        this.sink = sink;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("homeostat-heartbeat-" + workerId)
                .unstarted(this::run);
        this.loop = new BeatLoop(subject, sink, clock, () -> LockSupport.unpark(thread));
    }

    void start() {
        thread.start();
    }

    void beatNow() {
        if (loop.want()) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread, waiting at most this long for its good-bye. Later calls only wait. */
    void close(Duration within) {
        synchronized (this) {
            if (!closing) {
                deadlineNanos = clock.nanos() + within.toNanos();
                closing = true;
            }
        }
        LockSupport.unpark(thread);
        awaitEnd(within);
    }

    // Pools interrupt their threads before the worker's finally block runs; the good-bye is worth its wait even then.
    private void awaitEnd(Duration within) {
        long until = System.nanoTime() + within.toNanos();
        boolean interrupted = false;
        for (long left = within.toNanos(); left > 0 && thread.isAlive(); left = until - System.nanoTime()) {
            try {
                if (thread.join(Duration.ofNanos(left))) {
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            long wait = step();
            if (wait > 0 && !closing) {
                LockSupport.parkNanos(wait);
            }
        }
        try {
            sayGoodbye();
        } finally {
            sink.close(Duration.ofNanos(Math.max(0, nanosLeft())));
        }
    }

    private long step() {
        try {
            return loop.step();
        } catch (Throwable unexpected) {
            // Out of memory, say. The next step may find the process well again.
            return PAUSE_NANOS;
        }
    }

    private void sayGoodbye() {
        if (nanosLeft() <= 0) {
            // This thread was held up; whoever closed it has gone on, perhaps to a new emitter of the same worker.
            return;
        }
        var goodbye = loop.goodbye();
        while (goodbye.end() == null && nanosLeft() > 0) {
            LockSupport.parkNanos(nanosLeft());
        }
        if (!(goodbye.end() instanceof Delivery.Stored)) {
            LOG.info("The good-bye of {} was not confirmed in time; the plane will notice its silence.", workerId);
        }
    }

    private long nanosLeft() {
        return deadlineNanos - clock.nanos();
    }
}
