package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.Policies;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ticks at 10,000, 10,500, behind ten seconds in which nobody wrote 20,500 and 21,000, and behind nine more 30,000. */
class StageClockTest {

    private static final PlanePolicy POLICY = Policies.defaults().plane().policy();
    private final KeyValueStore<String, byte[]> store = store();
    private final StageClock clock = new StageClock(store);

    private static KeyValueStore<String, byte[]> store() {
        var store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("task"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        var context = new MockProcessorContext<Void, Void>();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    @ParameterizedTest(name = "at {0}")
    @CsvSource({
        "9_999, 0",
        "10_000, 0",
        "10_001, 1",
        "10_499, 499",
        "10_500, 500",
        "10_501, 501",
        "11_499, 1_499",
        "11_500, 1_500",
        "11_501, 1_500",
        "20_499, 1_500",
        "20_500, 1_500",
        "20_501, 1_501",
        "21_000, 2_000",
        "21_100, 2_100",
        "22_000, 3_000",
        "22_001, 3_000"
    })
    void observed_time_of_a_moment_is_the_same_before_and_after_the_next_ticks(String at, String expected) {
        long atMs = number(at);
        for (long tick : new long[] {10_000, 10_500, 20_500, 21_000, 30_000}) {
            clock.tick(tick, POLICY);
            if (atMs >= tick && atMs <= tick + 1_000) {
                assertThat(clock.observedAt(atMs, POLICY)).isEqualTo(number(expected));
                assertThat(clock.at(atMs, POLICY).observedMs()).isEqualTo(number(expected));
            }
        }
        assertThat(clock.observedAt(atMs, POLICY)).isEqualTo(number(expected));
        assertThat(new StageClock(store).observedAt(atMs, POLICY)).isEqualTo(number(expected));
    }

    @Test
    void before_the_first_tick_no_time_has_passed() {
        assertThat(clock.observedAt(5_000, POLICY)).isZero();
    }

    @Test
    void now_never_goes_back_to_a_record_that_is_older_than_the_last_tick() {
        clock.tick(10_000, POLICY);
        clock.tick(10_500, POLICY);
        assertThat(clock.at(10_200, POLICY).observedMs()).isEqualTo(500);
        assertThat(clock.at(10_200, POLICY).instant().toEpochMilli()).isEqualTo(10_500);
        assertThat(clock.observedAt(10_200, POLICY)).isEqualTo(200);
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }
}
