package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that is refused says why in one line and leaves nothing behind. */
@Timeout(120)
class EmbeddedBrokerRefusalIT {

    private Path directory = Path.of("");

    @BeforeEach
    void realPath(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
    }

    @Test
    void a_directory_in_use_is_refused_and_its_broker_goes_on() throws Exception {
        try (var broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(directory)))
                    .withMessage("data directory " + directory + " is in use by another broker in this process");

            Clients.of(broker).createTopic("still-served");
        }
    }

    @Test
    void a_port_in_use_is_refused_before_any_thread_is_started() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = other.getLocalPort();
            var before = LiveThreads.now();

            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() ->
                            EmbeddedBroker.start(BrokerSettings.in(directory).withPort(port)))
                    .withMessage("port " + port + " is in use: stop the program that listens on 127.0.0.1:" + port
                            + " or choose another port");

            assertThat(LiveThreads.now().newSince(before)).isEmpty();
        }
        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
    }

    /** The port is lost between our look and Kafka's bind, when the controller and most of the broker are running. */
    @Test
    void a_start_that_fails_half_way_leaves_no_thread_behind() throws Exception {
        var before = LiveThreads.now();
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var data = DataDirectory.open(directory)) {
            var ports = new LoopbackPorts(
                    other.getLocalPort(), LoopbackPorts.choose(0).controller());
            var config = BrokerProperties.of(data, ports, Map.of());

            assertThatThrownBy(() -> EmbeddedBroker.bootKafka(config)).satisfies(failure -> {
                assertThat(LoopbackPorts.isBindFailure(failure)).isTrue();
                assertThat(BrokerStartException.rootOf(failure)).isEqualTo("BindException: Address already in use");
            });
        }
        before.assertNoneLeftBehind();

        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
    }

    @Test
    void a_directory_of_a_newer_kafka_is_refused_and_unlocked_again() throws IOException {
        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
        var ours = DirectoryMarker.read(directory).orElseThrow();
        new DirectoryMarker("99.0.0", ours.layout(), ours.clusterId()).write(directory);

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(directory)))
                .withMessage("data directory " + directory + " was written by Kafka 99.0.0, which is newer than the "
                        + AppInfoParser.getVersion() + " of this Homeostat");

        ours.write(directory);
        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
    }

    @Test
    void a_refused_setting_leaves_the_directory_free() {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(
                        () -> EmbeddedBroker.start(BrokerSettings.in(directory).with("num.partitons", "3")))
                .withMessage("broker setting num.partitons is not known to Kafka");

        EmbeddedBroker.start(BrokerSettings.in(directory).with("num.partitions", "3"))
                .close();
    }
}
