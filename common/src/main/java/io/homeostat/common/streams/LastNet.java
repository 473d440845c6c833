package io.homeostat.common.streams;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last net below our total parsing: a record that makes a processor fail is a bug of ours, and must neither stop its
 * partition nor vanish. It goes to {@code dead-letters}, bounded and with its cause; the partition goes on.
 */
final class LastNet {

    private static final Logger LOG = LoggerFactory.getLogger(LastNet.class);

    private final String topic;
    private final String service;

    private LastNet(Map<String, ?> configs) {
        topic = String.valueOf(configs.get(StreamsConfiguration.DEAD_LETTERS));
        service = String.valueOf(configs.get(StreamsConfiguration.SERVICE));
    }

    private ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, Exception cause) {
        var origin = new Origin(
                String.valueOf(context.topic()),
                context.partition(),
                context.offset(),
                Instant.ofEpochMilli(Math.max(0, context.timestamp())));
        var error = context.processorNodeId() + ": " + cause;
        LOG.error("dead letter of {}: {}", origin.coordinates(), error, cause);
        var letter = DeadLetters.of(origin, key, value, error, service);
        return new ProducerRecord<>(topic, origin.coordinates().getBytes(StandardCharsets.UTF_8), Json.bytes(letter));
    }

    /** Never called while all sources read bytes; kept so that a later source cannot stop a partition. */
    public static final class OfDeserialization implements DeserializationExceptionHandler {
        private @Nullable LastNet net;

        @Override
        public DeserializationExceptionHandler.Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception e) {
            return net == null
                    ? DeserializationExceptionHandler.Response.fail()
                    : DeserializationExceptionHandler.Response.resume(
                            List.of(net.letter(context, record.key(), record.value(), e)));
        }

        @Override
        public void configure(Map<String, ?> configs) {
            net = new LastNet(configs);
        }
    }

    /** A processor threw. */
    public static final class OfProcessing implements ProcessingExceptionHandler {
        private @Nullable LastNet net;

        @Override
        public ProcessingExceptionHandler.Response handleError(
                ErrorHandlerContext context, Record<?, ?> record, Exception e) {
            return net == null
                    ? ProcessingExceptionHandler.Response.fail()
                    : ProcessingExceptionHandler.Response.resume(
                            List.of(net.letter(context, context.sourceRawKey(), context.sourceRawValue(), e)));
        }

        @Override
        public void configure(Map<String, ?> configs) {
            net = new LastNet(configs);
        }
    }

    /** A record cannot be sent. A decision that cannot be written must not be lost, so the task fails and repeats it. */
    public static final class OfProduction implements ProductionExceptionHandler {
        private @Nullable LastNet net;

        @Override
        public ProductionExceptionHandler.Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception e) {
            LOG.error("cannot write to {}: {}", record.topic(), e.toString());
            boolean deadLetter = net != null && record.topic().equals(net.topic);
            return deadLetter
                    ? ProductionExceptionHandler.Response.resume()
                    : ProductionExceptionHandler.Response.fail();
        }

        @Override
        public void configure(Map<String, ?> configs) {
            net = new LastNet(configs);
        }
    }
}
