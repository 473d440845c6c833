package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a bounded look at a topic begins. */
class TopicReaderTest {

    private static final TopicPartition ONE = new TopicPartition("audit", 0);
    private static final TopicPartition OTHER = new TopicPartition("audit", 1);
    private static final TopicPartition ALONE = new TopicPartition("holds", 0);

    @ParameterizedTest(name = "from {0} to {1}, at most {2}: begins at {3}")
    @CsvSource({"0, 99, 100, 0", "0, 100, 100, 0", "0, 101, 100, 1", "40, 101, 100, 40", "7, 7, 100, 7", "0, 5, 1, 4"})
    void the_newest_records_of_a_topic_are_read(long beginning, long end, int max, long start) {
        assertThat(TopicReader.newest(max, Map.of(ALONE, beginning), Map.of(ALONE, end)))
                .isEqualTo(Map.of(ALONE, start));
    }

    @Test
    void partitions_share_what_may_be_read_of_their_topic_and_each_has_one() {
        var ends = new HashMap<>(Map.of(ONE, 1000L, OTHER, 1000L, ALONE, 1000L));

        assertThat(TopicReader.newest(100, Map.of(), ends)).isEqualTo(Map.of(ONE, 950L, OTHER, 950L, ALONE, 900L));
        assertThat(TopicReader.newest(1, Map.of(), ends)).isEqualTo(Map.of(ONE, 999L, OTHER, 999L, ALONE, 999L));
    }
}
