package io.homeostat.cli.view;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.common.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Follows topics and hands on each committed record as a person reads it. */
public final class Follower {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaAccess access;
    private final List<TopicSpec> topics;

    public Follower(KafkaAccess access, Collection<TopicSpec> topics) {
        this.access = access;
        this.topics = List.copyOf(topics);
    }

    /**
     * Follows until {@code goOn} says no.
     *
     * @param fromStart false: only what comes from now on
     */
    public void follow(boolean fromStart, BooleanSupplier goOn, Consumer<Described> each) {
        try (var consumer = access.consumer()) {
            var partitions = new ArrayList<TopicPartition>();
            for (var topic : topics) {
                var infos = consumer.partitionsFor(access.topics().of(topic));
                if (infos == null || infos.isEmpty()) {
                    throw new CommandFailure(
                            "topic " + access.topics().of(topic) + " is missing: run 'homeostat topics --create'");
                }
                infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(partitions);
            if (fromStart) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            while (goOn.getAsBoolean()) {
                merged(consumer.poll(POLL)).forEach(each);
            }
        }
    }

    /** Records of one poll by time across partitions; within a partition their order is never touched. */
    private List<Described> merged(ConsumerRecords<byte[], byte[]> polled) {
        var timed = new ArrayList<Map.Entry<Instant, Described>>();
        for (var partition : polled.partitions()) {
            var latest = Instant.MIN;
            for (var record : polled.records(partition)) {
                var described = Described.of(record, access.topics());
                latest = described.time().isAfter(latest) ? described.time() : latest;
                timed.add(Map.entry(latest, described));
            }
        }
        timed.sort(Map.Entry.comparingByKey());
        return timed.stream().map(Map.Entry::getValue).toList();
    }
}
