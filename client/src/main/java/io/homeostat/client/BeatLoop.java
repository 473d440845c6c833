package io.homeostat.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the beat thread does, one step at a time: settle the beat on its way, send the next if it is due.
 *
 * <p>At most one beat is on its way. A second could not overtake it (same key, same partition), so sending it would
 * gain nothing and in an outage pile up beats that nobody needs any more. What is due meanwhile is one fresh beat, sent
 * as soon as the fate of the other is known.
 */
final class BeatLoop {

    /** A beat on its way for so long is an outage to the reader of the log, though it may still arrive. */
    static final Duration LATE = Duration.ofSeconds(10);

    /** A sink that gives no answer for so long never will: the thread that was to answer is dead. */
    static final Duration NO_ANSWER = Duration.ofMinutes(3);

    private final WorkerReport report;
    private final OperationCounts counts;
    private final LongSupplier killSwitchOffset;
    private final BeatSink sink;
    private final BeatClock clock;
    private final Cadence cadence;
    private final OutageLog log;
    private final Runnable wake;
    private final ResourceSampler resources = new ResourceSampler();
    private final AtomicBoolean wanted = new AtomicBoolean();

    private long sequence;
    private @Nullable Delivery onItsWay;

    BeatLoop(Subject subject, BeatSink sink, BeatClock clock, Runnable wake) {
        this.report = subject.report();
        this.counts = subject.counts();
        this.killSwitchOffset = subject.killSwitchOffset();
        this.sink = sink;
        this.clock = clock;
        this.cadence = new Cadence(subject.interval(), clock.nanos());
        this.log = new OutageLog(subject.workerId(), sink.destination());
        this.wake = wake;
    }

    /**
     * Whom the beats are about.
     *
     * @param killSwitchOffset what the worker obeys, or {@link Beat#UNKNOWN}
     */
    record Subject(
            String workerId,
            Duration interval,
            WorkerReport report,
            OperationCounts counts,
            LongSupplier killSwitchOffset) {}

    /** Any thread: a beat is wanted now. True if it was not already, so that the loop must be woken. */
    boolean want() {
        return !wanted.getAndSet(true);
    }

    /** Settles and sends what is due; answers how many nanoseconds nothing will be (0: step again at once). */
    long step() {
        long now = clock.nanos();
        settle(now);
        if (onItsWay != null) {
            return patienceNanos(now - onItsWay.sentNanos());
        }
        long wait = cadence.nanosUntilDue(now, wanted.get());
        if (wait > 0) {
            return wait;
        }
        // Cleared before the report is read: what the worker reports from here on and wants told is another beat.
        wanted.set(false);
        cadence.produced(now);
        send(report.status(), now);
        return 0;
    }

    /**
     * Sends the good-bye behind whatever is on its way, with all counts that no beat holds. Counts of a beat that fails
     * behind its back are lost: nobody is left to send them.
     */
    Delivery goodbye() {
        long now = clock.nanos();
        settle(now);
        return send(WorkerStatus.STOPPED, now);
    }

    private Delivery send(WorkerStatus status, long now) {
        var delivery = new Delivery(counts.take(), now, wake);
        onItsWay = delivery;
        sequence++;
        try {
            var condition = report.condition();
            var beat = new Beat(
                    sequence,
                    status,
                    clock.instant(),
                    condition,
                    delivery.operations(),
                    resources.sample(),
                    killSwitchOffset.getAsLong());
            sink.send(beat, delivery);
        } catch (Throwable unsent) {
            // Even an error ends here: this thread must survive what the worker's process survives.
            delivery.failed(unsent);
        }
        return delivery;
    }

    private void settle(long now) {
        var delivery = onItsWay;
        if (delivery == null) {
            return;
        }
        judgeLateness(delivery, Duration.ofNanos(now - delivery.sentNanos()));
        switch (delivery.end()) {
            case null -> {}
            case Delivery.Stored _ -> {
                onItsWay = null;
                cadence.delivered();
                log.delivered(now);
            }
            case Delivery.Failed(var cause) -> {
                onItsWay = null;
                counts.giveBack(delivery.operations());
                cadence.failed(now);
                log.failed(cause, delivery.sentNanos());
            }
        }
    }

    private void judgeLateness(Delivery delivery, Duration soFar) {
        if (delivery.end() != null || soFar.compareTo(LATE) < 0) {
            return;
        }
        log.late(soFar, delivery.sentNanos());
        if (soFar.compareTo(NO_ANSWER) >= 0) {
            delivery.failed(new IllegalStateException("no answer for " + NO_ANSWER.toSeconds() + " s"));
            sink.reset();
        }
    }

    private static long patienceNanos(long soFarNanos) {
        return (soFarNanos < LATE.toNanos() ? LATE : NO_ANSWER).toNanos() - soFarNanos;
    }
}
