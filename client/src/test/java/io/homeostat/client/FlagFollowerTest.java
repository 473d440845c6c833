package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** The real follower on Kafka's own simulated consumer; time goes as the test says. */
class FlagFollowerTest {

    private static final TopicPartition SWITCH = SimulatedTopics.SWITCH;
    private static final TopicPartition FLAGS = SimulatedTopics.FLAGS;
    private static final Duration STALE_AFTER = Duration.ofMinutes(5);
    private static final Duration NEXT_QUESTION = Duration.ofSeconds(5);
    private static final String ON = "{\"epoch\":1,\"disableNew\":true,\"value\":\"1\"}";
    private static final String RESET = "{\"epoch\":2,\"disableNew\":false,\"value\":\"0\"}";

    private final SteppedClock clock = new SteppedClock();
    private final FlagBoard board = new FlagBoard(FlagSnapshot.unread(new Misreads()), clock);
    private final SimulatedTopics topics = new SimulatedTopics();
    private final FlagFollower follower = new FlagFollower(
            new FlagFollower.Topics("blue.", "kafka:9092"),
            new FlagBook("images", null, new Misreads()),
            board,
            topics::connect,
            clock);

    @Test
    void empty_topics_are_contact_and_off() {
        follower.step();
        assertThat(board.look().isRead()).isTrue();
        assertThat(board.look().disableNew()).isFalse();
        assertThat(consumer().assignment()).containsExactlyInAnyOrder(SWITCH, FLAGS);
    }

    @Test
    void nothing_is_known_until_everything_before_the_end_was_read() {
        topics.ends.put(SWITCH, 2L);
        follower.step();
        assertThat(board.look().isRead()).as("nothing came yet").isFalse();
        topics.killSwitch(0, "images", ON);
        follower.step();
        assertThat(board.look().isRead()).as("half of it came").isFalse();
        topics.killSwitch(1, "images", RESET);
        follower.step();
        assertThat(board.look().isRead()).isTrue();
        assertThat(board.look().disableNew()).isFalse();
        assertThat(board.look().killSwitchOffset()).isEqualTo(1);
    }

    @Test
    void a_change_is_applied_with_the_poll_that_brings_it() {
        follower.step();
        topics.killSwitch(0, "global", ON);
        topics.flag(0, "f", "{\"kind\":\"integer\",\"value\":5,\"default\":1}");
        follower.step();
        assertThat(board.look().disableNew()).isTrue();
        assertThat(board.look().longFlag("f", 0)).as("its safe default").isEqualTo(1);
    }

    @Test
    void empty_polls_are_no_contact() {
        follower.step();
        clock.advance(NEXT_QUESTION);
        consumer().setOffsetsException(new TimeoutException("nobody answered"));
        follower.step();
        // From here on only empty polls: the next question is never due.
        long sinceContact = STALE_AFTER.minus(NEXT_QUESTION).toNanos();
        while (sinceContact > 1) {
            long pass = Math.min(sinceContact - 1, Duration.ofSeconds(4).toNanos());
            consumer().setOffsetsException(new TimeoutException("nobody answered"));
            clock.advance(Duration.ofNanos(pass));
            follower.step();
            sinceContact -= pass;
        }
        assertThat(board.look().disableNew()).as("the last state holds").isFalse();
        clock.advance(Duration.ofNanos(1));
        assertThat(board.look().disableNew()).as("too old").isTrue();
        answered();
        assertThat(board.look().disableNew()).as("the broker is back").isFalse();
    }

    @Test
    void contact_dates_from_when_the_question_was_sent() {
        topics.ends.put(FLAGS, 1L);
        follower.step();
        clock.advance(Duration.ofSeconds(3));
        topics.flag(0, "f", "{\"kind\":\"integer\",\"value\":5,\"default\":1}");
        follower.step();
        assertThat(board.nanosUntilStale())
                .isEqualTo(STALE_AFTER.minus(Duration.ofSeconds(3)).toNanos());
    }

    @Test
    void an_end_that_is_never_reached_is_no_contact() {
        follower.step();
        clock.advance(NEXT_QUESTION);
        consumer().updateEndOffsets(Map.of(SWITCH, 1L, FLAGS, 0L));
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(3));
            follower.step();
        }
        assertThat(board.look().disableNew()).isTrue();
    }

    @Test
    void a_refused_consumer_is_replaced_and_goes_on_where_the_last_one_was() {
        topics.ends.put(SWITCH, 1L);
        follower.step();
        topics.killSwitch(0, "images", ON);
        follower.step();
        consumer().setPollException(new TopicAuthorizationException("blue.flags"));

        assertThat(follower.step()).isEqualTo(FlagFollower.RETRY_EVERY.toNanos());

        assertThat(consumer().closed()).isTrue();
        follower.step();
        assertThat(topics.consumers).hasSize(2);
        assertThat(consumer().position(SWITCH)).isEqualTo(1);
        assertThat(board.look().disableNew()).isTrue();
    }

    @Test
    void a_consumer_that_cannot_be_made_is_an_outage() {
        topics.refusal = new KafkaException("no such host");
        assertThat(follower.step()).isEqualTo(FlagFollower.RETRY_EVERY.toNanos());
        assertThat(board.look().isRead()).isFalse();
        topics.refusal = null;
        follower.step();
        assertThat(board.look().isRead()).isTrue();
    }

    @Test
    void a_topic_with_other_than_one_partition_is_not_read() {
        for (int wrong : List.of(0, 2)) {
            topics.partitions = wrong;
            assertThat(follower.step()).isEqualTo(FlagFollower.RETRY_EVERY.toNanos());
            assertThat(board.look().isRead()).isFalse();
        }
        topics.partitions = 1;
        follower.step();
        assertThat(board.look().isRead()).isTrue();
    }

    @Test
    void a_log_that_begins_anew_is_read_from_its_start_and_does_not_end_on() {
        topics.ends.put(SWITCH, 1L);
        follower.step();
        topics.killSwitch(0, "images", ON);
        follower.step();

        consumer().setPollException(new OffsetOutOfRangeException(Map.of(SWITCH, 1L)));
        consumer().updateEndOffsets(Map.of(SWITCH, 0L, FLAGS, 0L));
        follower.step();
        answered();

        assertThat(consumer().position(SWITCH)).isZero();
        assertThat(board.look().disableNew()).as("no reset was seen").isTrue();
        assertThat(board.look().why()).isEqualTo("the kill switch of images is ON (epoch 1)");
    }

    @Test
    void a_log_that_was_made_anew_with_as_many_records_is_read_from_its_start() {
        topics.ends.put(SWITCH, 1L);
        topics.firsts.put(SWITCH, new OffsetAndTimestamp(0, 100));
        follower.step();
        topics.killSwitch(0, "images", RESET);
        follower.step();
        assertThat(board.look().disableNew()).isFalse();

        topics.firsts.put(SWITCH, new OffsetAndTimestamp(0, 200));
        answered();
        topics.killSwitch(0, "images", ON);
        follower.step();

        assertThat(board.look().disableNew()).isTrue();
    }

    @Test
    void flags_that_are_read_anew_show_nothing_old_until_all_was_read() {
        topics.ends.put(FLAGS, 2L);
        follower.step();
        topics.flag(0, "f", "{\"kind\":\"integer\",\"value\":5,\"default\":1}");
        topics.flag(1, "f", "{\"kind\":\"integer\",\"value\":6,\"default\":1}");
        follower.step();

        consumer().setPollException(new OffsetOutOfRangeException(Map.of(FLAGS, 2L)));
        follower.step();
        clock.advance(NEXT_QUESTION);
        topics.flag(0, "f", "{\"kind\":\"integer\",\"value\":5,\"default\":1}");
        follower.step();
        assertThat(board.look().longFlag("f", 0)).as("not the old 5").isEqualTo(6);
        topics.flag(1, "f", "{\"kind\":\"integer\",\"value\":7,\"default\":1}");
        follower.step();
        assertThat(board.look().longFlag("f", 0)).isEqualTo(7);
    }

    @Test
    void an_outage_is_told_once_when_it_begins_and_once_when_it_ends() {
        try (var log = CapturedLog.open()) {
            follower.step();
            for (int i = 0; i < 5; i++) {
                clock.advance(NEXT_QUESTION);
                consumer().setOffsetsException(new TimeoutException("nobody answered"));
                follower.step();
            }
            answered();
            assertThat(log.about("flags"))
                    .satisfiesExactly(
                            begin -> assertThat(begin)
                                    .startsWith("WARN Kill switch and flags cannot be read at kafka:9092 (")
                                    .contains("nobody answered; last contact 5 s ago"),
                            end -> assertThat(end).startsWith("INFO Kill switch and flags are read again, after"));
        }
    }

    /** The next question finds an answer. */
    private void answered() {
        clock.advance(NEXT_QUESTION);
        follower.step();
    }

    private MockConsumer<byte[], byte[]> consumer() {
        return topics.consumer();
    }
}
