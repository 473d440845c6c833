package io.homeostat.benchmarks;

import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Sends numbered records at a steady pace and waits until each comes out at the other end, committed. */
final class RoundTrips {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final KafkaAccess access;
    private final int count;
    private final int warmUp;
    private final long paceMs;

    RoundTrips(KafkaAccess access, int count, int warmUp, long paceMs) {
        this.access = access;
        this.count = count;
        this.warmUp = warmUp;
        this.paceMs = paceMs;
    }

    /**
     * Measures from before the send of {@code prefix-i} to the first record of that key which {@code wanted} accepts.
     *
     * @param value of each record; {@code KEY} in it stands for the record's key
     */
    Latencies measure(
            String name,
            String from,
            String to,
            String prefix,
            String value,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted)
            throws InterruptedException {
        var sent = new ConcurrentHashMap<String, Long>();
        var seen = new HashMap<String, Long>();
        var ready = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var reader = Thread.ofPlatform().start(() -> read(to, prefix, wanted, seen, ready, done));
        ready.await();
        try (var producer = access.producer()) {
            for (int i = 0; i < warmUp + count; i++) {
                var key = prefix + i;
                sent.put(key, System.nanoTime());
                var record = new ProducerRecord<>(
                        access.topics().prefix() + from,
                        key.getBytes(StandardCharsets.UTF_8),
                        value.replace("KEY", key).getBytes(StandardCharsets.UTF_8));
                var _ = producer.send(record);
                TimeUnit.MILLISECONDS.sleep(paceMs);
            }
        }
        done.countDown();
        reader.join(DRAIN);
        return latencies(name, prefix, sent, seen);
    }

    private Latencies latencies(String name, String prefix, Map<String, Long> sent, Map<String, Long> seen) {
        var latencies = new Latencies(name);
        synchronized (seen) {
            for (int i = warmUp; i < warmUp + count; i++) {
                var went = sent.get(prefix + i);
                var came = seen.get(prefix + i);
                if (went == null || came == null) {
                    throw new IllegalStateException(name + ": " + prefix + i + " never came out");
                }
                latencies.add(came - went);
            }
        }
        return latencies;
    }

    private void read(
            String topic,
            String prefix,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            Map<String, Long> seen,
            CountDownLatch ready,
            CountDownLatch done) {
        try (var consumer = access.consumer()) {
            var partitions = consumer.partitionsFor(access.topics().prefix() + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            ready.countDown();
            long end = Long.MAX_VALUE;
            while (seen.size() < warmUp + count && System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(20))) {
                    var key = TopicReader.text(record.key());
                    if (key.startsWith(prefix) && wanted.test(record)) {
                        synchronized (seen) {
                            seen.putIfAbsent(key, System.nanoTime());
                        }
                    }
                }
                end = done.getCount() == 0 && end == Long.MAX_VALUE ? System.nanoTime() + DRAIN.toNanos() : end;
            }
        }
    }
}
