package io.homeostat.agent.effects.journal;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory is of one agent. */
class DirectoryLockTest {

    @TempDir
    private Path directory;

    @Test
    void a_directory_is_held_by_one_agent() {
        try (var _ = DirectoryLock.take(directory)) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> DirectoryLock.take(directory))
                    .withMessageContaining("is in use by another agent");
        }
        DirectoryLock.take(directory).close();
    }

    @Test
    void a_directory_that_cannot_be_used_is_named() throws Exception {
        var file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> DirectoryLock.take(file))
                .withMessageContaining("data directory " + file);
    }
}
