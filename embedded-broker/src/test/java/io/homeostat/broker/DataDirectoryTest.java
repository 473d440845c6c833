package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private Path parent = Path.of("");

    @BeforeEach
    void realPath(@TempDir Path temporary) throws IOException {
        parent = temporary.toRealPath();
    }

    @Test
    void a_new_directory_is_made_marked_and_formatted() throws IOException {
        var wanted = parent.resolve("new/data");

        try (var directory = DataDirectory.open(wanted)) {
            assertThat(directory.path()).isEqualTo(wanted);
            var cluster = DirectoryMarker.read(wanted).orElseThrow().clusterId();
            assertThat(directory.logs().resolve("meta.properties")).content().contains("cluster.id=" + cluster);
            assertThat(directory.metadata().resolve("meta.properties"))
                    .content()
                    .contains("cluster.id=" + cluster);
        }
    }

    @Test
    void the_second_opening_changes_nothing() throws IOException {
        DataDirectory.open(parent).close();
        var marker = DirectoryMarker.read(parent);
        var logs = Files.readString(parent.resolve("logs/meta.properties"));

        DataDirectory.open(parent).close();

        assertThat(DirectoryMarker.read(parent)).isEqualTo(marker);
        assertThat(parent.resolve("logs/meta.properties")).hasContent(logs);
    }

    @Test
    void a_format_that_was_cut_off_is_completed_with_the_same_cluster_id() throws IOException {
        DataDirectory.open(parent).close();
        var cluster = DirectoryMarker.read(parent).orElseThrow().clusterId();
        Files.delete(parent.resolve("metadata/meta.properties"));

        DataDirectory.open(parent).close();

        assertThat(parent.resolve("metadata/meta.properties")).content().contains("cluster.id=" + cluster);
    }

    @Test
    void what_a_start_left_before_it_could_mark_the_directory_is_not_foreign() throws IOException {
        Files.writeString(parent.resolve(DirectoryMarker.TEMPORARY_FILE), "kafka.ver");
        Files.createFile(parent.resolve(DirectoryLock.FILE));

        DataDirectory.open(parent).close();

        assertThat(DirectoryMarker.read(parent)).isPresent();
    }

    @Test
    void the_data_of_something_else_is_refused_and_left_alone() throws IOException {
        Files.writeString(parent.resolve("thesis.txt"), "do not touch");

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> DataDirectory.open(parent))
                .withMessage("data directory " + parent + " contains thesis.txt but no version marker"
                        + " homeostat-broker.properties: it was not written by this broker");
        assertThat(parent).isDirectoryNotContaining("glob:**/{logs,metadata}");
    }

    @Test
    void an_older_directory_is_marked_as_opened_by_this_kafka() throws IOException {
        DataDirectory.open(parent).close();
        var marker = DirectoryMarker.read(parent).orElseThrow();
        new DirectoryMarker("4.3.0", marker.layout(), marker.clusterId()).write(parent);

        DataDirectory.open(parent).close();

        assertThat(DirectoryMarker.read(parent)).contains(marker);
    }

    @Test
    void the_marker_of_another_cluster_is_refused() throws IOException {
        DataDirectory.open(parent).close();
        DirectoryMarker.ofNewDirectory().write(parent);

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> DataDirectory.open(parent))
                .withMessageStartingWith("data directory " + parent + " cannot be formatted: ");
    }

    @Test
    void a_refused_directory_is_unlocked_again() throws IOException {
        var foreign = Files.createFile(parent.resolve("foreign"));
        assertThatExceptionOfType(BrokerStartException.class).isThrownBy(() -> DataDirectory.open(parent));

        Files.delete(foreign);

        DataDirectory.open(parent).close();
    }

    @Test
    void a_file_in_the_place_of_the_directory_is_refused() throws IOException {
        var file = Files.createFile(parent.resolve("file"));

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> DataDirectory.open(file))
                .withMessageStartingWith("data directory " + file + " cannot be written: ");
    }

    @Test
    void a_directory_without_write_permission_is_refused() throws IOException {
        var locked = Files.createDirectory(parent.resolve("locked"));
        assertThat(locked.toFile().setWritable(false)).isTrue();
        // The superuser may write everywhere but where the kernel itself says no.
        var unwritable = Files.isWritable(locked) ? Path.of("/proc") : locked;

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> DataDirectory.open(unwritable))
                .withMessageStartingWith("data directory " + unwritable + " cannot be written: ");
    }

    @Test
    void a_link_and_its_target_are_one_directory() throws IOException {
        var target = Files.createDirectory(parent.resolve("target"));
        var link = Files.createSymbolicLink(parent.resolve("link"), target);

        try (var directory = DataDirectory.open(link)) {
            assertThat(directory.path()).isEqualTo(target);
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> DataDirectory.open(target))
                    .withMessage("data directory " + target + " is in use by another broker in this process");
        }
    }

    @Test
    void delete_removes_everything_but_not_what_links_point_to() throws IOException {
        var outside = Files.writeString(parent.resolve("outside"), "stays");
        var directory = DataDirectory.open(parent.resolve("data"));
        Files.createSymbolicLink(directory.logs().resolve("link"), outside);
        directory.close();

        directory.delete();

        assertThat(parent.resolve("data")).doesNotExist();
        assertThat(outside).hasContent("stays");
    }
}
