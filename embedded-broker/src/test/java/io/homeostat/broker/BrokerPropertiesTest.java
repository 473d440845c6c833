package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerPropertiesTest {

    private static final LoopbackPorts PORTS = new LoopbackPorts(20_001, 20_002);

    @SuppressWarnings("NullAway.Init")
    private DataDirectory directory;

    @BeforeEach
    void open(@TempDir Path temporary) {
        directory = DataDirectory.open(temporary);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    @Test
    void every_setting_is_one_that_kafka_knows() {
        var config = BrokerProperties.of(directory, PORTS, Map.of());

        assertThat(config.originals().keySet())
                .isSubsetOf(KafkaConfig.configDef().names());
    }

    @Test
    void overrides_replace_our_choice_and_leave_the_rest() {
        var config = BrokerProperties.of(directory, PORTS, Map.of("log.segment.bytes", "1048576"));

        assertThat(config.logSegmentBytes()).isEqualTo(1_048_576);
        assertThat(config.logIndexSizeMaxBytes()).isEqualTo(1_048_576);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    num.partitons          | 3            | broker setting num.partitons is not known to Kafka
                    message.max.bytes      | -1           | broker settings refused: Invalid value -1 for configuration message.max.bytes: Value must be at least 0
                    message.max.bytes      | many         | broker settings refused: Invalid value many for configuration message.max.bytes: Not a number of type INT
                    group.consumer.assignors | no.such.Class | broker settings refused: Class no.such.Class cannot be found
                    """)
    void overrides_that_kafka_does_not_take_are_refused_in_one_line(String name, String value, String message) {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> BrokerProperties.of(directory, PORTS, Map.of(name, value)))
                .withMessage(message);
    }
}
