package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.view.Described;
import io.homeostat.cli.view.Follower;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Stands for the services: answers each request as the test said beforehand, as they do on {@code audit}. */
final class AnsweringPlane implements AutoCloseable {

    private final KafkaAccess access;
    private final KafkaProducer<byte[], byte[]> producer;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Described> requests = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * What is answered.
     *
     * @param id null: the request is a dead letter
     */
    private record Answer(@Nullable String id, String decision, String reason, Map<String, Object> evidence) {}

    AnsweringPlane(KafkaAccess access) {
        this.access = access;
        this.producer = access.producer();
        this.thread = Thread.ofPlatform()
                .start(() -> new Follower(access, List.of(Topics.OPERATOR_COMMANDS, Topics.POLICY_REQUESTS))
                        .follow(true, () -> open, this::answer));
    }

    /** The next request is answered so. */
    void next(String id, String decision, String reason, Map<String, Object> evidence) {
        answers.add(new Answer(id, decision, reason, evidence));
    }

    /** The next request is refused as unreadable. */
    void nextIsDeadLetter(String error) {
        answers.add(new Answer(null, "", error, Map.of()));
    }

    /** The value of the request that came last. */
    JsonNode request() throws InterruptedException {
        var request = requests.take();
        return request.value();
    }

    void write(TopicSpec topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(access.topics().of(topic), key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private void answer(Described request) {
        requests.add(request);
        var answer = answers.poll();
        if (answer == null) {
            return; // nobody listens
        }
        try {
            if (answer.id() == null) {
                write(Topics.DEAD_LETTERS, request.key(), Json.bytes(deadLetter(request, answer)));
                return;
            }
            // Something else that the request causes comes first, in the service's name.
            write(
                    Topics.AUDIT,
                    request.key(),
                    Json.bytes(record(request, "some-service", "note-1", "WITHDRAWN", answer)));
            var actor = request.value().path("actor").asText();
            write(
                    Topics.AUDIT,
                    request.key(),
                    Json.bytes(record(request, actor, answer.id(), answer.decision(), answer)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuditRecord record(Described request, String actor, String id, String decision, Answer answer) {
        var commandId = request.value().path("commandId").textValue();
        return new AuditRecord(
                "test/0",
                1,
                request.key(),
                actor,
                null,
                request.value().path("type").asText("POLICY_REQUEST"),
                decision,
                answer.reason(),
                id,
                commandId == null ? request.coordinates() : commandId,
                null,
                answer.evidence(),
                null,
                Instant.now(),
                "",
                null);
    }

    private static DeadLetter deadLetter(Described request, Answer answer) {
        var parts = request.coordinates().split("/", -1);
        return new DeadLetter(
                parts[0],
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                null,
                null,
                0,
                null,
                answer.reason(),
                "test",
                Instant.now());
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
