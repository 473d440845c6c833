package io.homeostat.common.streams;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * First processor behind a stage's sources: parses totally, sends what is refused to dead letters, sends a record that
 * stands in another partition than its subject belongs to on to the right task, and hands everything else on.
 *
 * @param <I> the stage's typed input
 */
public final class Intake<I extends Addressed> implements Processor<byte[], byte[], String, Object> {

    /**
     * Tells the stage that a misplaced record left for another task.
     *
     * @param <I> the stage's input
     */
    @FunctionalInterface
    public interface Departure<I> {

        /** What the next processor of this task gets to know of the record at {@code origin}; null: nothing. */
        @Nullable
        I of(Origin origin);
    }

    private final Stage stage;
    private final Map<String, InputParser<I>> parsers;
    private final @Nullable TopicSpec routed;
    private final String next;
    private final Departure<I> departure;
    private ProcessorContext<String, Object> context;
    private Outbox outbox;

    /** An intake whose stage need not know of the records that left for another task. */
    public Intake(Stage stage, Map<TopicSpec, InputParser<I>> parsers, @Nullable TopicSpec routed, String next) {
        this(stage, parsers, routed, next, _ -> null);
    }

    /**
     * An intake for several topics, the routed one included.
     *
     * @param parsers by topic; also those of topics whose records arrive only by way of {@code routed}
     * @param routed topic for misplaced records; null where none can be misplaced
     * @param next node name of the processor that takes the typed input
     * @param departure what {@code next} gets when a record left for another task
     */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    public Intake(
            Stage stage,
            Map<TopicSpec, InputParser<I>> parsers,
            @Nullable TopicSpec routed,
            String next,
            Departure<I> departure) {
        this.stage = stage;
        this.parsers = parsers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(parser -> parser.getKey().name(), Map.Entry::getValue));
        this.routed = routed;
        this.next = next;
        this.departure = departure;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        this.outbox = new Outbox(context, stage);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var here = here(record);
        var origin = origin(record, here);
        String key;
        try {
            key = decode(record.key());
        } catch (CharacterCodingException e) {
            if (parser(origin, here, null).refuses()) {
                outbox.deadLetter(origin, record.key(), null, record.value(), "field 'key': is no UTF-8");
            }
            return;
        }
        switch (parser(origin, here, key).parse(key, record.value(), origin)) {
            case Parsed.Valid<I>(var input) -> accept(input, record, origin, here);
            case Parsed.Rejected<I> rejected ->
                outbox.deadLetter(origin, record.key(), key, record.value(), rejected.message());
        }
    }

    private void accept(I input, Record<byte[], byte[]> record, Origin origin, Origin here) {
        var subject = input.subject();
        if (subject == null || routed == null || Placement.of(subject, routed.partitions()) == here.partition()) {
            context.forward(new Record<>(subject == null ? "" : subject, input, record.timestamp()), next);
        } else if (here.topic().equals(routed.name())) {
            outbox.deadLetter(origin, record.key(), subject, record.value(), "field 'key': was routed to a wrong task");
        } else {
            outbox.forward(routed, new Record<>(subject, record.value(), record.timestamp(), Routing.headers(origin)));
            var notice = departure.of(origin);
            if (notice != null) {
                context.forward(new Record<>("", notice, record.timestamp()), next);
            }
        }
    }

    /** Ticks in the routed topic are the topic's own; everything else there is parsed as what it originally was. */
    private InputParser<I> parser(Origin origin, Origin here, @Nullable String key) {
        var topic = Ticks.isTick(key) ? here.topic() : origin.topic();
        var parser = parsers.get(topic);
        if (parser != null) {
            return parser;
        }
        return (_, _, _) -> Parsed.rejected("topic", "'" + topic + "' is none of this stage's inputs");
    }

    private Origin origin(Record<byte[], byte[]> record, Origin here) {
        if (routed == null || !here.topic().equals(routed.name())) {
            return here;
        }
        var origin = Routing.origin(record.headers());
        return origin == null ? here : origin;
    }

    private Origin here(Record<byte[], byte[]> record) {
        var metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("an intake stands right behind sources"));
        return new Origin(
                stage.names().plain(metadata.topic()),
                metadata.partition(),
                metadata.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static @Nullable String decode(byte @Nullable [] key) throws CharacterCodingException {
        if (key == null || key.length == 0) {
            return null;
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    }
}
