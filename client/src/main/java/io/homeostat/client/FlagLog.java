package io.homeostat.client;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the worker's log of lost contact once when it is noticed and once when it is back. One thread only. */
final class FlagLog {

    /** Without proof of contact for so long something is wrong, though nothing failed. */
    static final Duration SILENT = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(LiveFlags.class);

    private final String servers;
    private long contactNanos;
    private boolean lost;

    FlagLog(String servers, long startNanos) {
        this.servers = servers;
        this.contactNanos = startNanos;
    }

    void contact(long nowNanos) {
        if (lost) {
            lost = false;
            LOG.info("Kill switch and flags are read again, after {} s.", seconds(nowNanos));
        }
        contactNanos = nowNanos;
    }

    void failed(Throwable cause, long nowNanos) {
        lose(rootOf(cause).toString(), nowNanos);
    }

    void waiting(long nowNanos) {
        if (nowNanos - contactNanos >= SILENT.toNanos()) {
            lose("the broker answers, but the topics cannot be read to their end", nowNanos);
        }
    }

    void startOver(Set<TopicPartition> partitions, String why) {
        LOG.warn("The log of {} is not where it was, or another one: it is read anew ({}).", partitions, why);
    }

    void unclean(Throwable why) {
        LOG.debug("The consumer of kill switch and flags did not close cleanly", why);
    }

    private void lose(String why, long nowNanos) {
        if (!lost) {
            lost = true;
            LOG.warn(
                    "Kill switch and flags cannot be read at {} ({}; last contact {} s ago). What was read last holds"
                            + " until it is too old, then everything new is disabled.",
                    servers,
                    why,
                    seconds(nowNanos));
        }
    }

    private long seconds(long nowNanos) {
        return Duration.ofNanos(nowNanos - contactNanos).toSeconds();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < 10 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
