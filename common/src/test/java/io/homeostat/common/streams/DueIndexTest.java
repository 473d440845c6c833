package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.streams.DueIndex.Due;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DueIndexTest {

    private final DueIndex index = new DueIndex(store());

    @Test
    void what_is_due_comes_in_the_order_of_time_and_then_of_patience() {
        index.move(none("a"), new Due(200, 20, "a"));
        index.move(none("b"), new Due(200, 10, "b"));
        index.move(none("c"), new Due(100, 90, "c"));
        index.move(none("d"), new Due(201, 0, "d"));
        assertThat(index.due(200, 10)).extracting(Due::name).containsExactly("c", "b", "a");
        assertThat(index.due(200, 2)).extracting(Due::name).containsExactly("c", "b");
        assertThat(index.due(99, 10)).isEmpty();
    }

    @Test
    void an_entry_that_moved_or_went_is_not_due_at_its_old_time() {
        index.move(none("a"), new Due(100, 0, "a"));
        index.move(new Due(100, 0, "a"), new Due(300, 0, "a"));
        assertThat(index.due(299, 10)).isEmpty();
        assertThat(index.due(300, 10)).hasSize(1);
        index.move(new Due(300, 0, "a"), none("a"));
        assertThat(index.due(Long.MAX_VALUE - 1, 10)).isEmpty();
    }

    private static Due none(String name) {
        return new Due(Long.MAX_VALUE, 0, name);
    }

    private static KeyValueStore<byte[], byte[]> store() {
        var store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("due"), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        var context = new MockProcessorContext<Void, Void>();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
