package io.homeostat.client;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the worker's log of an outage once when it begins and once when it ends, however many beats it costs. */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatEmitter.class);

    private final String workerId;
    private long beganNanos;
    private long missed;

    OutageLog(String workerId) {
        this.workerId = workerId;
    }

    void failed(Throwable cause, long nowNanos) {
        if (missed++ == 0) {
            beganNanos = nowNanos;
            LOG.warn(
                    "Heartbeats of {} do not arrive ({}). The worker goes on; beats are tried until they do.",
                    workerId,
                    rootOf(cause).toString());
        }
    }

    void delivered(long nowNanos) {
        if (missed > 0) {
            LOG.info(
                    "Heartbeats of {} arrive again, {} s after the first of {} that did not.",
                    workerId,
                    Duration.ofNanos(nowNanos - beganNanos).toSeconds(),
                    missed);
            missed = 0;
        }
    }

    // Kafka wraps what matters: "Failed to construct kafka producer" says nothing about the host without an address.
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < 10 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
