package io.homeostat.agent.effects.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * One lane per worker: its steps run one after the other, in order, each lane on a virtual thread of its own while there
 * is something to do. A slow stop holds up nobody else.
 */
final class Lanes {

    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final BiConsumer<String, Throwable> failed;
    private final Phaser active = new Phaser(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param failed told when a step of a worker threw */
    Lanes(BiConsumer<String, Throwable> failed) {
        this.failed = failed;
    }

    private final class Lane {
        private final String workerId;
        private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
        private boolean running;

        Lane(String workerId) {
            this.workerId = workerId;
        }

        synchronized void add(Runnable step) {
            steps.add(step);
            if (!running) {
                running = true;
                active.register();
                Thread.ofVirtual().name("lane-" + workerId).start(this::run);
            }
        }

        private synchronized @org.jspecify.annotations.Nullable Runnable next() {
            var step = closed() ? null : steps.poll();
            running = step != null;
            return step;
        }

        private void run() {
            try {
                for (var step = next(); step != null; step = next()) {
                    try {
                        step.run();
                    } catch (RuntimeException | Error e) { // a lane that died of an error would never act again
                        failed.accept(workerId, e);
                    }
                }
            } finally {
                active.arriveAndDeregister();
            }
        }
    }

    /** Adds a step to a worker's lane; at close it is not run any more. */
    void submit(String workerId, Runnable step) {
        if (!closed()) {
            lanes.computeIfAbsent(workerId, Lane::new).add(step);
        }
    }

    /** Adds a step later. */
    void later(String workerId, Duration delay, Runnable step) {
        Thread.ofVirtual().name("later-" + workerId).start(() -> {
            try {
                if (!closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    submit(workerId, step);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    boolean closed() {
        return closing.getCount() == 0;
    }

    /**
     * Takes no more steps and waits for those that run.
     *
     * @return false if the time is over before
     */
    boolean close(Duration time) {
        closing.countDown();
        int phase = active.arrive();
        try {
            active.awaitAdvanceInterruptibly(phase, time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
