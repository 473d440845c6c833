package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The data outlives the broker, however it ended. */
@Timeout(120)
class EmbeddedBrokerRestartIT {

    private Path directory = Path.of("");

    @BeforeEach
    void realPath(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath().resolve("broker");
    }

    @Test
    void records_and_offsets_survive_a_restart_on_another_port() throws Exception {
        int firstPort;
        try (var broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            firstPort = broker.port();
            Clients.of(broker).createTopic("kept");
            Clients.of(broker).produce("kept", "read before", "also read before");
            assertThat(Clients.of(broker).consume("readers", "kept", 2)).hasSize(2);
        }
        var otherPort = LoopbackPorts.choose(0).client();
        assertThat(otherPort).isNotEqualTo(firstPort);

        try (var broker = EmbeddedBroker.start(BrokerSettings.in(directory).withPort(otherPort))) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + otherPort);
            assertThat(broker.dataDirectory()).isEqualTo(directory);
            Clients.of(broker).produce("kept", "new");
            assertThat(Clients.of(broker).consume("readers", "kept", 1)).containsExactly("new");
            assertThat(Clients.of(broker).consume("newcomers", "kept", 3))
                    .containsExactly("read before", "also read before", "new");
        }
    }

    @Test
    void an_open_transaction_of_before_the_restart_is_fenced_by_its_successor() throws Exception {
        try (var broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            Clients.of(broker).createTopic("kept");
            var abandoned = Clients.of(broker).transactionalProducer("t-1", Duration.ofSeconds(15));
            abandoned.beginTransaction();
            Clients.send(abandoned, "kept", "of the abandoned");
            abandoned.close(Duration.ZERO);
        }

        try (var broker = EmbeddedBroker.start(BrokerSettings.in(directory));
                var successor = Clients.of(broker).transactionalProducer("t-1", Duration.ofSeconds(15))) {
            successor.beginTransaction();
            Clients.send(successor, "kept", "of the successor");
            successor.commitTransaction();

            assertThat(Clients.of(broker).consume("readers", "kept", 1)).containsExactly("of the successor");
        }
    }

    @Test
    void a_killed_broker_gives_its_directory_and_its_records_to_the_next_one() throws Exception {
        try (var other = ChildJvm.run(BrokerProcess.class, directory.toString())) {
            var clients = new Clients(other.answer("ready: "));
            clients.createTopic("kept");
            clients.produce("kept", "before the crash");
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(directory)))
                    .withMessage("data directory " + directory + " is in use by process " + other.pid());

            other.kill();
        }

        try (var broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            Clients.of(broker).produce("kept", "after the crash");
            assertThat(Clients.of(broker).consume("readers", "kept", 2))
                    .containsExactly("before the crash", "after the crash");
        }
    }

    /** A broker that lives until its standard input ends. */
    static final class BrokerProcess {
        private BrokerProcess() {}

        public static void main(String[] arguments) throws IOException {
            try (var broker = EmbeddedBroker.start(BrokerSettings.in(Path.of(arguments[0])))) {
                System.out.println("ready: " + broker.bootstrapServers());
                System.in.transferTo(System.out);
            }
        }
    }
}
