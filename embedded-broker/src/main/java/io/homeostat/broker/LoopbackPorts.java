package io.homeostat.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The two TCP ports of one start, both on 127.0.0.1.
 *
 * @param client where clients connect
 * @param controller where the broker half reaches the controller half; another one at each start
 */
record LoopbackPorts(int client, int controller) {

    static final String HOST = "127.0.0.1";

    /**
     * Where free ports are looked for: below the range from which operating systems serve outgoing connections (32768
     * and up on Linux, 49152 and up elsewhere), so that no connection of another program takes one between our look and
     * Kafka's bind. That matters most for the controller: Kafka ends the JVM when it cannot bind that port.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_767;
    private static final int TRIES = 100;

    /**
     * Binds both ports for a moment to see that they are free, so that a taken one is refused in one line before Kafka
     * has started its first thread. The client port can still be lost until Kafka binds it; the caller handles {@link
     * #isBindFailure} by asking again.
     *
     * @param wanted the client port, or 0 for a free one
     * @throws BrokerStartException if the wanted port is taken or not allowed
     */
    static LoopbackPorts choose(int wanted) {
        try (var client = wanted == 0 ? bindAny() : bindWanted(wanted);
                var controller = bindAny()) {
            return new LoopbackPorts(client.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new BrokerStartException("no free port on " + HOST + ": " + BrokerStartException.reasonOf(e), e);
        }
    }

    private static ServerSocket bindWanted(int port) throws IOException {
        try {
            return bind(port);
        } catch (SocketException e) {
            throw new BrokerStartException(refusal(port, e), e);
        }
    }

    private static ServerSocket bindAny() throws IOException {
        for (var tries = 1; ; tries++) {
            try {
                return bind(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1));
            } catch (BindException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral(HOST));
    }

    private static String refusal(int port, SocketException e) {
        var reason = BrokerStartException.reasonOf(e);
        return e instanceof BindException && !reason.contains("Permission denied")
                ? "port " + port + " is in use: stop the program that listens on " + HOST + ":" + port
                        + " or choose another port"
                : "port " + port + " cannot be used on " + HOST + ": " + reason;
    }

    /** Whether a start failed because a port was no longer free. */
    static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
