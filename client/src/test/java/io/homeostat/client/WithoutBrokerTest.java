package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real producer on real sockets, where no broker is: what the worker must not feel. */
@Timeout(60)
class WithoutBrokerTest {

    // Generous, for a busy machine; still far below the two minutes that the producer would try.
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofMillis(500);

    @Test
    void nothing_listens() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        workerFeelsNothing("w-refused", "127.0.0.1:" + port);
    }

    @Test
    void something_listens_and_never_answers() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            workerFeelsNothing("w-mute", "127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void the_host_has_no_address() {
        workerFeelsNothing("w-nowhere", "no-such-host.invalid:9092");
    }

    private static void workerFeelsNothing(String workerId, String servers) {
        try (var log = CapturedLog.open()) {
            long begin = System.nanoTime();
            var emitter = HeartbeatEmitter.builder(workerId)
                    .bootstrapServers(servers)
                    .interval(Duration.ofMillis(100))
                    .goodbyeWithin(GOODBYE)
                    .start();
            assertThat(since(begin)).as("start").isLessThan(AT_ONCE);

            long work = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                emitter.operationSucceeded();
                emitter.progress(i);
                emitter.task("t-" + i);
                emitter.beatNow();
            }
            assertThat(since(work)).as("100,000 reports").isLessThan(AT_ONCE);
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !log.about(workerId).isEmpty());

            long end = System.nanoTime();
            emitter.close();
            assertThat(since(end)).as("close").isLessThan(GOODBYE.plus(AT_ONCE));
            assertThat(log.about(workerId))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(1);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
