package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.domain.Samples.AGENT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer that an error has ended for good ends nobody's results. */
class SenderTest {

    private final ArrayDeque<MockProducer<String, byte[]>> next = new ArrayDeque<>();
    private final List<MockProducer<String, byte[]>> made = new ArrayList<>();
    private final Sender sender =
            new Sender(new PlaneSettings("nowhere:1", TopicNames.PLAIN, Map.of(), AGENT), this::connect);

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void a_producer_that_refuses_for_ever_is_replaced_and_everything_arrives_in_order() throws Exception {
        var refusing = producer(true);
        refusing.sendException =
                new KafkaException("in an error state", new ClusterAuthorizationException("a right is missing"));
        var good = producer(true);

        var last = List.of(
                sender.send(record(Topics.RESTART_RESULTS, "a")),
                sender.send(record(Topics.RESTART_RESULTS, "b")),
                sender.send(record(Topics.RESTART_RESULTS, "c")));
        for (var sent : last) {
            sent.get(20, SECONDS);
        }

        assertThat(refusing.closed()).isTrue();
        assertThat(keys(good)).containsExactly("a", "b", "c");
        assertThat(sender.waiting()).isZero();
    }

    @Test
    void a_producer_that_was_closed_under_our_hands_is_replaced() throws Exception {
        var gone = producer(true);
        gone.close();
        var good = producer(true);

        sender.send(record(Topics.FAILURES, "a")).get(20, SECONDS);

        assertThat(keys(good)).containsExactly("a");
    }

    @Test
    void what_the_broker_had_before_the_error_is_not_sent_again() throws Exception {
        var first = producer(false);
        var good = producer(true);

        var before = sender.send(record(Topics.RESTART_RESULTS, "a"));
        var failing = sender.send(record(Topics.RESTART_RESULTS, "b"));
        var behind = sender.send(record(Topics.RESTART_RESULTS, "c"));
        await().until(first::completeNext);
        before.get(20, SECONDS);
        await().until(() -> first.errorNext(new ClusterAuthorizationException("a right is missing")));
        failing.get(20, SECONDS);
        behind.get(20, SECONDS);

        assertThat(keys(first)).containsExactly("a", "b");
        assertThat(keys(good)).containsExactly("b", "c");
        assertThat(first.closed()).isTrue();
        assertThat(good.closed()).isFalse();
    }

    @Test
    void a_line_that_waits_for_a_producer_that_another_one_has_ended_uses_the_new_one_too() throws Exception {
        var first = producer(false);
        var good = producer(true);

        var one = sender.send(record(Topics.RESTART_RESULTS, "a"));
        await().until(() -> keys(first).contains("a"));
        var other = sender.send(record(Topics.FAILURES, "f"));
        await().until(() -> keys(first).contains("f"));
        assertThat(first.errorNext(new ClusterAuthorizationException("a right is missing")))
                .isTrue();
        one.get(20, SECONDS);
        assertThat(first.errorNext(new KafkaException("Producer is closed forcefully.")))
                .isTrue();
        other.get(20, SECONDS);

        assertThat(keys(good)).containsExactly("a", "f");
        assertThat(made).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_passes_or_concerns_a_topic_alone_leaves_the_producer(boolean passes) throws Exception {
        var only = producer(false);

        var sent = sender.send(record(Topics.RESTART_RESULTS, "a"));
        await().until(() -> only.errorNext(
                passes ? new TimeoutException("no answer") : new TopicAuthorizationException("not this topic")));
        await().until(only::completeNext);
        sent.get(20, SECONDS);

        assertThat(keys(only)).containsExactly("a", "a");
        assertThat(only.closed()).isFalse();
    }

    private Producer<String, byte[]> connect() {
        var producer = next.remove();
        made.add(producer);
        return producer;
    }

    private MockProducer<String, byte[]> producer(boolean answers) {
        var producer = new MockProducer<>(answers, null, new StringSerializer(), new ByteArraySerializer());
        next.add(producer);
        return producer;
    }

    private static Outgoing record(TopicSpec topic, String key) {
        return new Outgoing(topic, key, new byte[] {1}, new RecordHeaders());
    }

    private static List<String> keys(MockProducer<String, byte[]> producer) {
        return producer.history().stream().map(ProducerRecord::key).toList();
    }
}
