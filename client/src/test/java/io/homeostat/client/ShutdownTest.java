package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends of a whole JVM, which only a JVM of its own can show. */
@Timeout(60)
class ShutdownTest {

    @ParameterizedTest(name = "hook {0}, closed by the worker {1}")
    @CsvSource({"true, false, RUNNING STOPPED", "false, false, RUNNING", "true, true, RUNNING STOPPED"})
    void says_goodbye_once_when_asked_to(boolean hook, boolean closes, String expected)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        String.valueOf(hook),
                        String.valueOf(closes))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("beat ")).map(line -> line.substring(5)))
                .containsExactlyElementsOf(List.of(expected.split(" ")));
    }

    /** A worker that ends in an orderly way after its first beat. */
    static final class Worker {

        private Worker() {}

        public static void main(String[] arguments) {
            var sink = new RecordingSink();
            var emitter = HeartbeatEmitter.builder("w-exit")
                    .interval(Duration.ofHours(1))
                    .goodbyeOnShutdown(Boolean.parseBoolean(arguments[0]))
                    .start(new PrintingSink(sink), BeatClock.SYSTEM);
            org.awaitility.Awaitility.await().until(() -> !sink.sent().isEmpty());
            if (Boolean.parseBoolean(arguments[1])) {
                emitter.close();
            }
        }
    }

    private record PrintingSink(RecordingSink recorded) implements BeatSink {

        @Override
        public String destination() {
            return "standard output";
        }

        @Override
        public void send(Beat beat, Outcome outcome) {
            System.out.println("beat " + beat.status());
            recorded.send(beat, outcome);
        }

        @Override
        public void reset() {
            recorded.reset();
        }

        @Override
        public void close(Duration atMost) {
            recorded.close(atMost);
        }
    }
}
