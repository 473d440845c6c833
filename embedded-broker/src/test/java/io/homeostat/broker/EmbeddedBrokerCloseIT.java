package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After close nothing of the broker is left but its data. */
@Timeout(120)
class EmbeddedBrokerCloseIT {

    @TempDir
    Path parent;

    @Test
    void threads_port_and_lock_are_given_back_and_the_data_stays() throws Exception {
        var directory = parent.resolve("data");
        var before = LiveThreads.now();
        var broker = EmbeddedBroker.start(BrokerSettings.in(directory));
        assertThat(LiveThreads.now().newSince(before)).isNotEmpty();
        Clients.of(broker).createTopic("kept");

        broker.close();

        before.assertNoneLeftBehind();
        assertPortIsFree(broker.port());
        DirectoryLock.take(directory.toRealPath()).close();
        assertThat(directory.resolve("logs/kept-0")).isDirectory();
    }

    @Test
    void the_second_close_does_nothing_even_when_another_broker_has_the_directory() {
        var first = EmbeddedBroker.start(BrokerSettings.in(parent));
        first.close();
        try (var second = EmbeddedBroker.start(BrokerSettings.in(parent))) {
            assertThatCode(first::close).doesNotThrowAnyException();

            assertThatCode(() -> Clients.of(second).createTopic("served")).doesNotThrowAnyException();
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(parent)));
        }
    }

    @Test
    void clients_that_are_still_connected_do_not_hold_it_up() throws Exception {
        var broker = EmbeddedBroker.startTemporary(parent);
        Clients.of(broker).createTopic("read");
        Clients.of(broker).produce("read", "one");
        try (var consumer = Clients.of(broker).consumer("readers", "read")) {
            assertThat(Clients.poll(consumer, 1)).containsExactly("one");
            var began = System.nanoTime();

            broker.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_temporary_broker_takes_its_directory_away_once() throws Exception {
        var broker = EmbeddedBroker.startTemporary(parent);
        assertThat(broker.dataDirectory()).hasParent(parent.toRealPath()).isDirectory();
        Clients.of(broker).createTopic("gone-with-it");

        broker.close();

        assertThat(parent).isEmptyDirectory();
        assertThatCode(broker::close).doesNotThrowAnyException();
    }

    @Test
    void two_brokers_live_side_by_side_and_one_survives_the_other() throws Exception {
        try (var survivor = EmbeddedBroker.startTemporary(parent)) {
            Clients.of(survivor).createTopic("same-name");
            try (var other = EmbeddedBroker.startTemporary(parent)) {
                Clients.of(other).createTopic("same-name");
                Clients.of(other).produce("same-name", "in the other");
                Clients.of(survivor).produce("same-name", "in the survivor");
                assertThat(Clients.of(other).consume("readers", "same-name", 1)).containsExactly("in the other");
            }

            assertThat(Clients.of(survivor).consume("readers", "same-name", 1)).containsExactly("in the survivor");
        }
    }

    @Test
    void a_temporary_broker_without_a_parent_is_refused() throws IOException {
        var file = Files.createFile(parent.resolve("file"));

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> EmbeddedBroker.startTemporary(file))
                .withMessageStartingWith("no temporary data directory in " + file + ": ");
    }

    private static void assertPortIsFree(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(socket.isBound()).isTrue();
        }
    }
}
