package io.homeostat.client;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends beats to Kafka through one producer, made when it is first needed and anew when it is beyond hope.
 *
 * <p>The constructor of a producer fails while the broker's name has no address, and a producer can end in a state that
 * it never leaves (credentials refused, say). Both are only an outage to a worker that is to live for months.
 */
final class KafkaBeatSink implements BeatSink {

    /** Between two attempts to construct a producer: each asks the name server and starts threads. */
    static final Duration CONNECT_EVERY = Duration.ofSeconds(1);

    /** A producer that answered with an error for good is replaced, but not one per beat. */
    static final Duration REPLACE_EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBeatSink.class);

    private final String topic;
    private final String servers;
    private final String workerId;
    private final HeartbeatJson json;
    private final Supplier<Producer<String, byte[]>> connect;
    private final BeatClock clock;

    private @Nullable Producer<String, byte[]> producer;
    private @Nullable RuntimeException refusal;
    private long connectNanos;
    private volatile boolean broken;

    KafkaBeatSink(Target target, Supplier<Producer<String, byte[]>> connect, BeatClock clock) {
        this.topic = target.topic();
        this.servers = target.servers();
        this.workerId = target.workerId();
        this.json = target.json();
        this.connect = connect;
        this.clock = clock;
    }

    /** Where a beat goes (topic and bootstrap servers), under which key and in which form. */
    record Target(String topic, String servers, String workerId, HeartbeatJson json) {}

    @Override
    public String destination() {
        return topic + " on " + servers;
    }

    @Override
    public void send(Beat beat, Outcome outcome) {
        try {
            var message = new ProducerRecord<>(topic, workerId, json.bytes(beat));
            var _ = connected().send(message, (_, failure) -> settle(outcome, failure));
        } catch (RuntimeException refused) {
            settle(outcome, refused);
        }
    }

    @Override
    public void reset() {
        close(Duration.ZERO);
    }

    @Override
    public void close(Duration atMost) {
        var old = producer;
        producer = null;
        if (old != null) {
            try {
                old.close(atMost);
            } catch (RuntimeException unclean) {
                LOG.debug("The producer of {} did not close cleanly", workerId, unclean);
            }
        }
        // After the close, which ends what is on its way with errors.
        broken = false;
    }

    private Producer<String, byte[]> connected() {
        long sinceConnect = clock.nanos() - connectNanos;
        if (broken && sinceConnect >= REPLACE_EVERY.toNanos()) {
            close(Duration.ZERO);
        }
        var present = producer;
        if (present != null) {
            return present;
        }
        if (refusal != null && sinceConnect < CONNECT_EVERY.toNanos()) {
            throw refusal;
        }
        connectNanos = clock.nanos();
        try {
            var made = connect.get();
            producer = made;
            refusal = null;
            return made;
        } catch (RuntimeException refused) {
            refusal = refused;
            throw refused;
        }
    }

    private void settle(Outcome outcome, @Nullable Exception failure) {
        if (failure == null) {
            outcome.stored();
        } else {
            if (!(failure instanceof RetriableException)) {
                broken = true;
            }
            outcome.failed(failure);
        }
    }
}
