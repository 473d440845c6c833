package io.homeostat.agent.effects.kafka;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that the agent needs is away: said once, waited for with backoff, and said once more when it is back. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long FIRST_BACKOFF_MS = 200;
    private static final long LAST_BACKOFF_MS = 5_000;

    private final CountDownLatch closing = new CountDownLatch(1);
    private long backoffMs = FIRST_BACKOFF_MS;
    private String said = "";

    /** It failed; returns after the backoff or at close. */
    void failed(String what) {
        if (!what.equals(said)) {
            LOG.warn("waits: {}", what);
            said = what;
        }
        try {
            closing.await(backoffMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backoffMs = Math.min(2 * backoffMs, LAST_BACKOFF_MS);
    }

    /** It works. */
    void over() {
        if (!said.isEmpty()) {
            LOG.info("goes on after: {}", said);
            said = "";
        }
        backoffMs = FIRST_BACKOFF_MS;
    }

    boolean closed() {
        return closing.getCount() == 0;
    }

    void close() {
        closing.countDown();
    }
}
