package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.homeostat.agent.domain.Samples;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What was long changed is no news, however often the broker is lost. */
class PlaneReaderTest {

    private static final TopicPartition COMPONENTS = new TopicPartition(Topics.COMPONENTS.name(), 0);
    private static final TopicPartition CLOCK = new TopicPartition(Topics.CLOCK.name(), 0);
    private static final List<TopicPartition> PARTITIONS = List.of(COMPONENTS, CLOCK);

    private final PlaneViews views = new PlaneViews(AGENT, Executor.PROCESS, _ -> true);
    private final List<Set<String>> told = new ArrayList<>();
    private long createdMs = 100;
    private final PlaneReader reader = new PlaneReader(
            new PlaneSettings("nowhere:1", TopicNames.PLAIN, Map.of(), AGENT),
            views,
            new PlaneClock(() -> 0),
            told::add);

    @Test
    void a_lost_broker_is_no_reason_to_read_again() {
        var first = log(0, 2);
        reader.begin(first, PARTITIONS);
        component(first, 0, Desired.STOPPED);
        component(first, 1, Desired.RUNNING);
        reader.step(first);
        assertThat(told).containsExactly(Set.of(WORKER));

        var second = log(0, 2);
        reader.begin(second, PARTITIONS);
        reader.step(second);

        assertThat(second.position(COMPONENTS)).isEqualTo(2);
        assertThat(told).hasSize(1);
    }

    @Test
    void what_must_be_read_anew_tells_nobody_before_its_end() {
        var first = log(0, 1);
        reader.begin(first, PARTITIONS);
        component(first, 0, Desired.RUNNING);
        reader.step(first);
        told.clear();

        reader.lost(List.of(COMPONENTS));
        var second = log(0, 2);
        reader.begin(second, PARTITIONS);
        component(second, 0, Desired.STOPPED);
        reader.step(second);
        assertThat(told).isEmpty();
        component(second, 1, Desired.RUNNING);
        reader.step(second);

        assertThat(told).containsExactly(Set.of(WORKER));
        assertThat(views.component(WORKER, "sleeper"))
                .isNotNull()
                .satisfies(known -> assertThat(known.desired()).isEqualTo(Desired.RUNNING));
    }

    @Test
    void a_topic_that_was_made_anew_with_as_many_records_is_read_from_its_start() {
        var first = log(0, 1);
        reader.begin(first, PARTITIONS);
        component(first, 0, Desired.STOPPED);
        reader.step(first);

        createdMs = 200;
        var asked = reader.current();
        assertThatIllegalStateException()
                .isThrownBy(() -> reader.step(first))
                .withMessageContaining(COMPONENTS.toString());
        var second = log(0, 1);
        reader.begin(second, PARTITIONS);
        reader.step(second);
        assertThat(asked).as("not before it was read").isNotDone();
        component(second, 0, Desired.RUNNING);
        reader.step(second);
        reader.step(second);

        assertThat(asked).isDone();
        assertThat(views.component(WORKER, "sleeper"))
                .isNotNull()
                .satisfies(known -> assertThat(known.desired()).isEqualTo(Desired.RUNNING));
    }

    @Test
    void one_that_was_made_anew_while_the_broker_was_lost_is_read_from_its_start() {
        var first = log(0, 1);
        reader.begin(first, PARTITIONS);
        component(first, 0, Desired.STOPPED);
        reader.step(first);

        createdMs = 200;
        var second = log(0, 1);
        reader.begin(second, PARTITIONS);

        assertThat(second.position(COMPONENTS)).isZero();
    }

    @Test
    void who_waits_for_the_end_of_a_log_that_is_gone_waits_for_that_of_the_new_one() {
        var first = log(0, 9);
        reader.begin(first, PARTITIONS);
        var asked = reader.current();
        reader.step(first);
        assertThat(asked).isNotDone();

        var second = log(0, 0);
        reader.begin(second, PARTITIONS);
        reader.step(second);

        assertThat(asked).isDone();
    }

    @Test
    void an_empty_log_that_begins_late_is_no_error() {
        var consumer = log(7, 7);
        reader.begin(consumer, PARTITIONS);
        reader.step(consumer);

        assertThat(reader.read()).isDone();
        assertThat(consumer.position(CLOCK)).isEqualTo(7);
    }

    private MockConsumer<String, byte[]> log(long beginning, long end) {
        var consumer = new MockConsumer<String, byte[]>("none") {
            @Override // the one thing that Kafka's own does not simulate
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times) {
                var found = new HashMap<TopicPartition, OffsetAndTimestamp>();
                times.keySet().forEach(partition -> found.put(partition, new OffsetAndTimestamp(0, createdMs)));
                return found;
            }
        };
        PARTITIONS.forEach(partition -> {
            consumer.updateBeginningOffsets(Map.of(partition, beginning));
            consumer.updateEndOffsets(Map.of(partition, partition.equals(CLOCK) ? beginning : end));
        });
        return consumer;
    }

    private static void component(MockConsumer<String, byte[]> consumer, long offset, Desired desired) {
        Component component = Samples.component(desired, "run");
        consumer.addRecord(new ConsumerRecord<>(COMPONENTS.topic(), 0, offset, WORKER, Json.bytes(component)));
    }
}
