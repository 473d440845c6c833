package io.homeostat.heartbeat.wiring;

import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.topics.Topics;

/** Dead letters as Kafka Streams counts what it produces: refusing is done in shared code, which needs no counter then. */
final class DeadLetterCount {

    private static final String METRIC = "records-produced-total";
    private static final String TOPIC = "topic";

    private DeadLetterCount() {}

    static double of(StreamsRunner runner) {
        var streams = runner.streams();
        if (streams == null) {
            return 0;
        }
        return streams.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(METRIC)
                        && entry.getKey().tags().getOrDefault(TOPIC, "").endsWith(Topics.DEAD_LETTERS.name()))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .sum();
    }
}
