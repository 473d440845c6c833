package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log is known by its first record, which only ever moves on. */
class FirstRecordsTest {

    private static final TopicPartition SWITCH = SimulatedTopics.SWITCH;
    private static final TopicPartition FLAGS = SimulatedTopics.FLAGS;

    private final SimulatedTopics topics = new SimulatedTopics();
    private final FirstRecords firsts = new FirstRecords();

    @ParameterizedTest(name = "offset {0} of time 100, then offset {1} of time {2}: another log: {3}")
    @CsvSource({
        "5, 5, 100, false",
        "5, 5, 99, true",
        "5, 5, 101, true",
        "5, 4, 100, true",
        "5, 4, 101, true",
        "5, 6, 100, false",
        "5, 6, 101, false",
        "5, 6, 99, false"
    })
    void a_log_that_begins_earlier_or_at_another_time_is_another_one(long before, long now, long time, boolean other) {
        topics.firsts.put(SWITCH, new OffsetAndTimestamp(before, 100));
        assertThat(look()).isEmpty();
        topics.firsts.put(SWITCH, new OffsetAndTimestamp(now, time));

        assertThat(look()).isEqualTo(other ? Set.of(SWITCH) : Set.of());
        assertThat(look()).as("said once").isEmpty();
    }

    @Test
    void an_empty_log_says_nothing_and_makes_nobody_forget() {
        topics.firsts.put(FLAGS, new OffsetAndTimestamp(0, 100));
        look();
        topics.firsts.clear();
        assertThat(look()).isEmpty();
        topics.firsts.put(FLAGS, new OffsetAndTimestamp(0, 200));

        assertThat(look()).containsExactly(FLAGS);
    }

    private Set<TopicPartition> look() {
        return firsts.ofOtherLogs(topics.connect(), List.of(SWITCH, FLAGS), Duration.ZERO);
    }
}
