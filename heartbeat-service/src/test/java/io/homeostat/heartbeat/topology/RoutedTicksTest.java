package io.homeostat.heartbeat.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutedTicksTest {

    @ParameterizedTest
    @CsvSource({"0,5", "5,0", "3,3"})
    void a_tick_goes_to_the_partition_that_its_key_names(int from, int to) {
        var key = RoutedTicks.key(from, to);
        assertThat(RoutedTicks.source(key)).isEqualTo(from);
        assertThat(RoutedTicks.placement().partitions("t", key, RoutedTicks.VALUE, 6))
                .isEqualTo(Optional.of(Set.of(to)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"w-1", "~1", "~", "~>", "~1>", "~>1", "~x>1", "~1>x", "~1>6", "~1>99999", "~-1>-1", "a>1"})
    void everything_else_goes_where_its_key_belongs(String key) {
        assertThat(RoutedTicks.placement().partitions("t", key, RoutedTicks.VALUE, 6))
                .isEmpty();
    }
}
