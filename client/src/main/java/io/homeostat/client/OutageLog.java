package io.homeostat.client;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the worker's log of an outage once when it begins and once when it ends, however many beats it costs. */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatEmitter.class);

    private final String workerId;
    private final String destination;
    private boolean outage;
    private long beganNanos;

    OutageLog(String workerId, String destination) {
        this.workerId = workerId;
        this.destination = destination;
    }

    /** A beat that was sent at this time failed. */
    void failed(Throwable cause, long sentNanos) {
        begin(rootOf(cause).toString(), sentNanos);
    }

    /** A beat that was sent at this time is still on its way. */
    void late(Duration soFar, long sentNanos) {
        begin("no answer for " + soFar.toSeconds() + " s", sentNanos);
    }

    void delivered(long nowNanos) {
        if (outage) {
            outage = false;
            LOG.info(
                    "Heartbeats of {} arrive again, after {} s.",
                    workerId,
                    Duration.ofNanos(nowNanos - beganNanos).toSeconds());
        }
    }

    private void begin(String why, long sentNanos) {
        if (!outage) {
            outage = true;
            beganNanos = sentNanos;
            // With the destination: of a broker that is down, Kafka says that it does not find the topic.
            LOG.warn(
                    "Heartbeats of {} do not arrive at {} ({}). The worker goes on; beats are tried until they do.",
                    workerId,
                    destination,
                    why);
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
