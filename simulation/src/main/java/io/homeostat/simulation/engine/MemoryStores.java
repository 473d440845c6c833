package io.homeostat.simulation.engine;

import java.lang.reflect.Field;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.StoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.internals.AbstractStoreBuilder;
import org.apache.kafka.streams.state.internals.KeyValueStoreBuilder;
import org.apache.kafka.streams.state.internals.WindowStoreBuilder;

/**
 * Builds the stores that a topology asks for, with the innermost layer in memory instead of on disk: both kinds keep bytes
 * in the same order. Kafka's builders do not tell what they were made of, hence the looks inside; a builder of a kind that
 * is not known here stays as it is and works from a temporary directory.
 */
final class MemoryStores {

    private MemoryStores() {}

    static StoreBuilder<? extends StateStore> of(StoreBuilder<? extends StateStore> asked) {
        return switch (asked) {
            case KeyValueStoreBuilder<?, ?> builder -> keyValue(builder);
            case WindowStoreBuilder<?, ?> builder -> window(builder);
            default -> asked;
        };
    }

    private static <K, V> StoreBuilder<?> keyValue(KeyValueStoreBuilder<K, V> asked) {
        return likewise(
                asked, Stores.keyValueStoreBuilder(new KeyedValues.Supplier(asked.name()), keys(asked), values(asked)));
    }

    private static <K, V> StoreBuilder<?> window(WindowStoreBuilder<K, V> asked) {
        var supplier = (WindowBytesStoreSupplier) supplier(asked, WindowStoreBuilder.class);
        return supplier.retainDuplicates()
                ? asked
                : likewise(
                        asked,
                        Stores.windowStoreBuilder(new KeyedWindows.Supplier(supplier), keys(asked), values(asked)));
    }

    private static <T extends StateStore> StoreBuilder<T> likewise(StoreBuilder<?> asked, StoreBuilder<T> made) {
        return asked.loggingEnabled() ? made.withLoggingEnabled(asked.logConfig()) : made.withLoggingDisabled();
    }

    private static StoreSupplier<?> supplier(StoreBuilder<?> builder, Class<?> type) {
        return (StoreSupplier<?>) read(type, "storeSupplier", builder);
    }

    @SuppressWarnings("unchecked") // the builder's own type parameters
    private static <K, V> Serde<K> keys(AbstractStoreBuilder<K, V, ?> builder) {
        return (Serde<K>) read(AbstractStoreBuilder.class, "keySerde", builder);
    }

    @SuppressWarnings("unchecked") // the builder's own type parameters
    private static <K, V> Serde<V> values(AbstractStoreBuilder<K, V, ?> builder) {
        return (Serde<V>) read(AbstractStoreBuilder.class, "valueSerde", builder);
    }

    private static Object read(Class<?> type, String name, Object builder) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Kafka Streams no longer has " + type.getSimpleName() + '.' + name, e);
        }
    }
}
