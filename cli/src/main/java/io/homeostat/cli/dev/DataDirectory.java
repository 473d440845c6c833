package io.homeostat.cli.dev;

import io.homeostat.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Where a plane keeps its data: a given directory that stays, or one of its own that goes with it. */
record DataDirectory(Path path, boolean temporary) implements AutoCloseable {

    static DataDirectory of(@Nullable Path given) {
        try {
            if (given == null) {
                return new DataDirectory(Files.createTempDirectory("homeostat-dev-"), true);
            }
            return new DataDirectory(Files.createDirectories(given.toAbsolutePath()), false);
        } catch (IOException e) {
            throw new CommandFailure("cannot use data directory " + given + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }
}
