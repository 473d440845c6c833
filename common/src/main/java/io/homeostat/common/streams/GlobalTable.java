package io.homeostat.common.streams;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A view of the plane that every task reads whole: policies, components, the plane's generation. A value that its check
 * refuses never replaces a good one. Tasks look at it anew at their next tick after a change (mechanics 4).
 *
 * <p>A global processor cannot write, so refusals wait here until a task of the topology takes and reports them.
 */
public final class GlobalTable {

    /** Decides whether a value may become effective: null, or the reason why not. */
    @FunctionalInterface
    public interface Check {
        @Nullable
        String refuse(String key, byte[] value, KeyValueStore<String, byte[]> store);

        /** True where a tombstone takes a value away; false where what was once said stays true. */
        default boolean removable() {
            return true;
        }
    }

    /** A value that was not taken. */
    public record Refusal(Origin origin, String key, byte[] value, String reason) {}

    private static final int REFUSALS_MAX = 1_000;
    private static final long REFUSED_BYTES_MAX = 8L * 1024 * 1024;

    private final TopicSpec topic;
    private final Check check;
    private final AtomicLong changes = new AtomicLong();
    private final ConcurrentLinkedQueue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicLong refusedBytes = new AtomicLong();

    public GlobalTable(TopicSpec topic, Check check) {
        this.topic = topic;
        this.check = check;
    }

    /** Adds the table to a topology. */
    public void addTo(Topology topology, TopicNames names) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(storeName()), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name() + "-table-in",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                names.of(topic),
                "keep-" + topic.name(),
                Keeper::new);
    }

    /** The store, for a task of the same topology: to be read only. */
    public KeyValueStore<String, byte[]> store(ProcessorContext<?, ?> context) {
        return context.getStateStore(storeName());
    }

    /** Grows with every change; a task compares it with what it saw last. */
    public long changes() {
        return changes.get();
    }

    /** Takes the refusals that nobody has reported yet. */
    public List<Refusal> takeRefusals() {
        var taken = new ArrayList<Refusal>();
        for (var refusal = refusals.poll(); refusal != null; refusal = refusals.poll()) {
            taken.add(refusal);
            refusedBytes.addAndGet(-bytes(refusal));
        }
        return taken;
    }

    /** Refusals wait for a task in memory: neither their number nor their size may be the writer's to choose. */
    private void refused(Refusal refusal) {
        if (refusals.size() < REFUSALS_MAX && refusedBytes.get() + bytes(refusal) <= REFUSED_BYTES_MAX) {
            refusedBytes.addAndGet(bytes(refusal));
            refusals.add(refusal);
        }
    }

    private static long bytes(Refusal refusal) {
        return refusal.value().length + 2L * refusal.key().length();
    }

    private String storeName() {
        return topic.name();
    }

    private final class Keeper extends ContextualProcessor<String, byte[], Void, Void> {

        @Override
        public void process(Record<String, byte[]> record) {
            KeyValueStore<String, byte[]> store = context().getStateStore(storeName());
            if (record.key() == null) {
                return; // a compacted topic takes no null keys: the broker refuses them
            }
            if (record.value() == null && !check.removable()) {
                return;
            }
            if (record.value() == null) {
                store.delete(record.key());
                changes.incrementAndGet();
                return;
            }
            var reason = check.refuse(record.key(), record.value(), store);
            if (reason == null) {
                store.put(record.key(), record.value());
                changes.incrementAndGet();
            } else {
                refused(new Refusal(origin(record), record.key(), record.value(), reason));
            }
        }

        private Origin origin(Record<String, byte[]> record) {
            var time = Instant.ofEpochMilli(record.timestamp());
            return context()
                    .recordMetadata()
                    .map(m -> new Origin(topic.name(), m.partition(), m.offset(), time))
                    .orElseGet(() -> new Origin(topic.name(), -1, -1, time));
        }
    }
}
