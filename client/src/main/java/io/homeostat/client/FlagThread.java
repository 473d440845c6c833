package io.homeostat.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link FlagFollower} until it is closed and tells listeners what changed. A daemon: keeps no process alive. */
final class FlagThread {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFlags.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final FlagFollower follower;
    private final FlagBoard board;
    private final Thread thread;
    private final List<Consumer<FlagSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch read = new CountDownLatch(1);

    private volatile boolean closing;
    private FlagSnapshot told;

    FlagThread(String service, FlagFollower follower, FlagBoard board) {
        this.follower = follower;
        this.board = board;
        this.told = board.look();
        this.thread =
                Thread.ofPlatform().daemon().name("homeostat-flags-" + service).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void listen(Consumer<FlagSnapshot> listener) {
        listeners.add(listener);
    }

    /** Waits until the topics were read once. */
    boolean awaitRead(Duration atMost) throws InterruptedException {
        return read.await(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    void close() {
        closing = true;
        follower.wakeup();
        LockSupport.unpark(thread);
        if (Thread.currentThread().equals(thread)) {
            return; // a listener closes: the thread ends with its step
        }
        try {
            var _ = thread.join(CLOSE_WITHIN);
        } catch (InterruptedException _) {
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
        follower.disconnect();
    }

    private long step() {
        try {
            long wait = follower.step();
            tell();
            return wait;
        } catch (Throwable unexpected) {
            // Out of memory, say. What is on the board ages meanwhile, so nothing goes wrong unseen.
            LOG.warn("Reading kill switch and flags failed; it is tried again.", unexpected);
            return FlagFollower.RETRY_EVERY.toNanos();
        }
    }

    private void tell() {
        var now = board.look();
        if (now.isRead()) {
            read.countDown();
        }
        if (now.readsAs(told)) {
            return;
        }
        if (now.disableNew() != told.disableNew() || !told.isRead()) {
            LOG.info("New behaviour is {}: {}.", now.disableNew() ? "disabled" : "allowed", now.why());
        }
        told = now;
        for (var listener : listeners) {
            try {
                listener.accept(now);
            } catch (Throwable theirs) {
                LOG.warn("A listener to kill switch and flags failed; the others are told too.", theirs);
            }
        }
    }
}
