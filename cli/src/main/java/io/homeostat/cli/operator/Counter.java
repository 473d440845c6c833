package io.homeostat.cli.operator;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Where requests are handed in and answers waited for. */
final class Counter {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaAccess access;

    Counter(KafkaAccess access) {
        this.access = access;
    }

    /**
     * What came of a request.
     *
     * @param coordinates where it stands in the log
     */
    record Settled(Request request, String coordinates, Reply reply) {}

    /**
     * Hands in a request and waits for the answer.
     *
     * @throws CommandFailure if it could not be handed in, or nobody knows whether it was
     */
    Settled ask(Request request, Duration patience) {
        try (var consumer = access.consumer()) {
            var partitions = new TopicReader(access).partitions(consumer, List.of(Topics.AUDIT, Topics.DEAD_LETTERS));
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // before the request is sent, so that no answer can be before it
            var sent = send(request);
            var coordinates = request.topic().name() + '/' + sent.partition() + '/' + sent.offset();
            return new Settled(request, coordinates, await(consumer, request, coordinates, patience));
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "no answer from the broker at " + access.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    private Reply await(
            KafkaConsumer<byte[], byte[]> consumer, Request request, String coordinates, Duration patience) {
        var cause = request.commandId() == null ? coordinates : request.commandId();
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            for (var record : consumer.poll(POLL)) {
                var described = Described.of(record, access.topics());
                var reply = Reply.in(described, request.actor(), cause, coordinates);
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
        }
        return new Reply.Silence(patience.toSeconds());
    }

    private RecordMetadata send(Request request) {
        var topic = access.topics().of(request.topic());
        var key = request.key().getBytes(StandardCharsets.UTF_8);
        try (var producer = access.producer()) {
            return producer.send(new ProducerRecord<>(topic, key, request.value()))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandFailure("nobody knows whether " + topic + " took the request: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the request was sent", e);
        }
    }
}
