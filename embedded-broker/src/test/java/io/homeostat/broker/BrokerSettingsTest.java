package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerSettingsTest {

    static final Iterable<String> OWNED = BrokerSettings.OWNED;

    private static final Path DIRECTORY = Path.of("data");

    @Test
    void the_defaults_are_a_free_port_and_no_overrides() {
        assertThat(BrokerSettings.in(DIRECTORY)).isEqualTo(new BrokerSettings(DIRECTORY, 0, Map.of()));
    }

    @Test
    void each_step_keeps_the_other_choices() {
        var settings = BrokerSettings.in(DIRECTORY)
                .with("num.partitions", "2")
                .withPort(9092)
                .with("num.partitions", "3")
                .with("log.retention.hours", "1");

        assertThat(settings)
                .isEqualTo(
                        new BrokerSettings(DIRECTORY, 9092, Map.of("num.partitions", "3", "log.retention.hours", "1")));
    }

    @Test
    void later_changes_of_the_callers_map_do_not_count() {
        var mine = new HashMap<>(Map.of("num.partitions", "2"));
        var settings = new BrokerSettings(DIRECTORY, 0, mine);

        mine.clear();

        assertThat(settings.overrides()).containsEntry("num.partitions", "2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535})
    void ports_in_range_are_taken(int port) {
        assertThat(BrokerSettings.in(DIRECTORY).withPort(port).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void ports_out_of_range_are_refused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.in(DIRECTORY).withPort(port))
                .withMessage("port " + port + " is outside 0 to 65535");
    }

    @Test
    void a_comma_in_the_path_is_refused_because_kafka_would_see_two_directories() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.in(Path.of("a,b")))
                .withMessage("data directory a,b must not contain a comma");
    }

    @ParameterizedTest
    @FieldSource("OWNED")
    void what_the_broker_owns_cannot_be_overridden(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.in(DIRECTORY).with(name, "x"))
                .withMessage("broker setting " + name + " cannot be overridden");
    }
}
