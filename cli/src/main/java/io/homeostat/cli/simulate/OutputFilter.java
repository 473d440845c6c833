package io.homeostat.cli.simulate;

import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which records are printed: what services write, and what simulated agents answer where it is asked for by topic. Ticks
 * only where they are asked for.
 *
 * @param topics empty: all
 */
record OutputFilter(List<TopicSpec> topics, boolean ticks) {

    boolean shows(LoggedRecord record) {
        boolean asked = topics.contains(record.topic());
        return switch (record.writer()) {
            case INPUT, SEED -> false;
            case TICKER -> ticks && (topics.isEmpty() || asked);
            case AGENT -> asked;
            case SERVICE -> (topics.isEmpty() || asked) && (ticks || !isTick(record));
        };
    }

    private static boolean isTick(LoggedRecord record) {
        var key = record.key();
        return record.topic().equals(Topics.CLOCK)
                || (key != null && Ticks.isTick(new String(key, StandardCharsets.UTF_8)));
    }
}
