package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryMarkerTest {

    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";

    @TempDir
    Path directory;

    @Test
    void what_is_written_is_read_back() throws IOException {
        var marker = new DirectoryMarker("4.2.0", 7, CLUSTER);

        marker.write(directory);

        assertThat(DirectoryMarker.read(directory)).contains(marker);
        assertThat(directory).isDirectoryContaining("glob:**/" + DirectoryMarker.FILE);
        assertThat(directory).isDirectoryNotContaining("glob:**/*.tmp");
    }

    @Test
    void the_file_format_is_pinned() throws IOException {
        new DirectoryMarker("4.3.1", 1, CLUSTER).write(directory);

        assertThat(directory.resolve("homeostat-broker.properties")).hasContent("""
                kafka.version=4.3.1
                layout.version=1
                cluster.id=MkU3OEVBNTcwNTJENDM2Qg
                """);
    }

    @Test
    void no_marker_is_an_answer() throws IOException {
        assertThat(DirectoryMarker.read(directory)).isEmpty();
    }

    @Test
    void new_directories_get_the_versions_of_this_build_and_an_id_of_their_own() {
        var marker = DirectoryMarker.ofNewDirectory();

        assertThat(marker).isEqualTo(new DirectoryMarker(AppInfoParser.getVersion(), 1, marker.clusterId()));
        assertThat(marker.clusterId())
                .isNotEqualTo(DirectoryMarker.ofNewDirectory().clusterId());
        assertThatCode(() -> marker.check(directory)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9.1", "4.0.0", "4.3.0"})
    void an_older_kafka_is_let_in_and_the_marker_then_names_this_one(String version) {
        var marker = new DirectoryMarker(version, 1, CLUSTER);

        assertThatCode(() -> marker.check(directory)).doesNotThrowAnyException();
        assertThat(marker.openedHere()).isEqualTo(new DirectoryMarker(AppInfoParser.getVersion(), 1, CLUSTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.3.10", "4.10.0", "99.0.0"})
    void a_newer_kafka_is_refused(String version) {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> new DirectoryMarker(version, 1, CLUSTER).check(directory))
                .withMessage("data directory " + directory + " was written by Kafka " + version
                        + ", which is newer than the " + AppInfoParser.getVersion() + " of this Homeostat");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void another_layout_is_refused(int layout) {
        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> new DirectoryMarker("4.3.1", layout, CLUSTER).check(directory))
                .withMessage("data directory " + directory + " has layout version " + layout
                        + "; this Homeostat reads only version 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    empty file        | ''
                    no version        | layout.version=1;cluster.id=MkU3OEVBNTcwNTJENDM2Qg
                    version no number | kafka.version=four;layout.version=1;cluster.id=MkU3OEVBNTcwNTJENDM2Qg
                    no layout         | kafka.version=4.3.1;cluster.id=MkU3OEVBNTcwNTJENDM2Qg
                    layout no number  | kafka.version=4.3.1;layout.version=one;cluster.id=MkU3OEVBNTcwNTJENDM2Qg
                    no cluster id     | kafka.version=4.3.1;layout.version=1
                    short cluster id  | kafka.version=4.3.1;layout.version=1;cluster.id=x
                    bad escape        | kafka.version=\\u00
                    """)
    void a_marker_that_makes_no_sense_is_refused(String label, String lines) throws IOException {
        Files.writeString(directory.resolve(DirectoryMarker.FILE), lines.replace(';', '\n'));

        assertThatExceptionOfType(BrokerStartException.class)
                .as(label)
                .isThrownBy(() -> DirectoryMarker.read(directory))
                .withMessageStartingWith("data directory " + directory
                        + " has an unreadable version marker homeostat-broker.properties: ")
                .withMessageNotContaining("\n");
    }
}
