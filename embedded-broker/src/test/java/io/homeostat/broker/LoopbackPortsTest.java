package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

    @RepeatedTest(20)
    void chosen_ports_are_free_and_lie_below_those_of_outgoing_connections() throws IOException {
        var ports = LoopbackPorts.choose(0);

        assertThat(ports.client()).isBetween(20_000, 32_767).isNotEqualTo(ports.controller());
        assertThat(ports.controller()).isBetween(20_000, 32_767);
        try (var client = listenOn(ports.client());
                var controller = listenOn(ports.controller())) {
            assertThat(client.isBound()).isTrue();
            assertThat(controller.isBound()).isTrue();
        }
    }

    @Test
    void a_wanted_port_is_taken_as_it_is() {
        var wanted = LoopbackPorts.choose(0).client();

        assertThat(LoopbackPorts.choose(wanted).client()).isEqualTo(wanted);
    }

    @Test
    void a_wanted_port_in_use_is_refused_in_one_line() throws IOException {
        try (var other = listenOn(0)) {
            var port = other.getLocalPort();
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> LoopbackPorts.choose(port))
                    .withMessage("port " + port + " is in use: stop the program that listens on 127.0.0.1:" + port
                            + " or choose another port");
        }
    }

    @Test
    void a_bind_failure_is_found_under_the_wrappings_of_kafka() {
        var bind = new BindException("Address already in use");

        assertThat(LoopbackPorts.isBindFailure(bind)).isTrue();
        assertThat(LoopbackPorts.isBindFailure(new RuntimeException(new IllegalStateException(bind))))
                .isTrue();
        assertThat(LoopbackPorts.isBindFailure(new RuntimeException("Address already in use")))
                .isFalse();
    }

    private static ServerSocket listenOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
    }
}
