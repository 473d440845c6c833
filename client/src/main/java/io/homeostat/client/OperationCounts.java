package io.homeostat.client;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of finished operations, each of which goes into exactly one beat that is not known to have failed.
 *
 * <p>The totals only ever grow, so counting never waits for a beat and nothing is reset under a counting thread. A beat
 * <em>takes</em> what no beat holds yet; if it fails it <em>gives back</em> its share, and the next one takes it again.
 */
final class OperationCounts {

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    // What beats hold. Touched by the beat thread alone.
    private long takenSucceeded;
    private long takenFailed;

    /** Any thread, wait-free. */
    void succeeded() {
        succeeded.increment();
    }

    /** Any thread, wait-free. */
    void failed() {
        failed.increment();
    }

    /** Beat thread only: everything counted that no beat holds. */
    Beat.Operations take() {
        var share = new Beat.Operations(succeeded.sum() - takenSucceeded, failed.sum() - takenFailed);
        takenSucceeded += share.succeeded();
        takenFailed += share.failed();
        return share;
    }

    /** Beat thread only: the beat that held this share failed. */
    void giveBack(Beat.Operations share) {
        takenSucceeded -= share.succeeded();
        takenFailed -= share.failed();
    }
}
