package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands, mostly the engine's own, in the root of the checkout.
 *
 * @param directory for the output of what is run
 * @param settings environment of the commands
 */
record Engine(Path directory, Map<String, String> settings) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Runs a command to its end, which must be a good one, and returns what it printed. */
    String run(String... command) {
        try {
            var output = Files.createTempFile(directory, "command", ".out");
            var builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(settings);
            var process = builder.start();
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            var text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            assertThat(ended).as("%s: %s", String.join(" ", command), text).isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", String.join(" ", command), text)
                    .isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a command printed, line by line, without empty ones. */
    List<String> lines(String... command) {
        return run(command).lines().filter(line -> !line.isBlank()).toList();
    }

    /** What the engine knows of a container. */
    String inspect(String format, String container) {
        return run("docker", "inspect", "--format", format, container).strip();
    }
}
