package io.homeostat.agent.effects.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be looked at is not gone. */
class ProcFileSystemTest {

    private static final String STAT = "12 (a b) c) S 1 12 12 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0";

    @TempDir
    private Path root;

    private ProcFileSystem table;

    @SuppressWarnings("NullAway.Init") // set before each test
    ProcFileSystemTest() {}

    @BeforeEach
    void processes() throws IOException {
        table = new ProcFileSystem(root, "boot");
        process("12", STAT, "A=1\0HOMEOSTAT_WORKER_ID=w-1\0");
        process("self", STAT, "");
    }

    @Test
    void a_process_is_known_by_its_boot_and_start() {
        assertThat(table.mark(12)).hasValue("boot/4711");
        assertThat(table.carrying("HOMEOSTAT_WORKER_ID", "w-1"))
                .hasValueSatisfying(found -> assertThat(found).hasSize(1));
    }

    @Test
    void who_has_no_directory_is_gone() {
        assertThat(table.mark(13)).isEmpty();
    }

    @Test
    void a_process_that_cannot_be_read_is_not_gone() throws IOException {
        unreadable("12", "stat");

        assertThatThrownBy(() -> table.mark(12)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void an_environment_of_somebody_else_is_passed_over() throws IOException {
        unreadable("12", "environ");

        assertThat(table.carrying("HOMEOSTAT_WORKER_ID", "w-1"))
                .hasValueSatisfying(found -> assertThat(found).isEmpty());
    }

    @Test
    void nobody_is_found_missing_by_who_can_open_no_file() throws IOException {
        unreadable("12", "environ");
        unreadable("self", "stat");

        assertThatThrownBy(() -> table.carrying("HOMEOSTAT_WORKER_ID", "w-1")).isInstanceOf(UncheckedIOException.class);
    }

    private void process(String pid, String stat, String environment) throws IOException {
        var directory = Files.createDirectory(root.resolve(pid));
        Files.writeString(directory.resolve("stat"), stat);
        Files.writeString(directory.resolve("environ"), environment);
    }

    /** A directory in its place cannot be read as a file, by no user at all. */
    private void unreadable(String pid, String file) throws IOException {
        Files.delete(root.resolve(pid).resolve(file));
        Files.createDirectory(root.resolve(pid).resolve(file));
    }
}
