package io.homeostat.rollback.topology;

import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Passes holds on as they are: whoever takes them parses them. */
final class SpreadProcessor implements Processor<byte[], byte[], String, Object> {

    /** A hold is everybody's: each record goes to every partition. */
    static final StreamPartitioner<String, byte[]> TO_ALL = (_, _, _, partitions) ->
            Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));

    private final Stage stage;
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    SpreadProcessor(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        outbox = new Outbox(context, stage);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() != null) {
            var scope = new String(record.key(), StandardCharsets.UTF_8);
            outbox.forward(Topics.ROLLBACK_REROUTED, new Record<>(scope, record.value(), record.timestamp()));
        }
    }
}
