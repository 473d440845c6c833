package io.homeostat.agent.effects.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFilesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"w-1,w-1", "a/b,a%2Fb", "a:b,a%3Ab", "a_b,a_b", "x/../../etc/passwd,x%2F..%2F..%2Fetc%2Fpasswd"})
    void an_id_becomes_a_plain_name(String id, String name) {
        assertThat(OutputFiles.name(id)).isEqualTo(name);
    }

    @Test
    void long_ids_fit_and_stay_apart() {
        var one = "w" + "/".repeat(126) + "a";
        var other = "w" + "/".repeat(126) + "b";

        assertThat(Set.of(OutputFiles.name(one), OutputFiles.name(other)))
                .hasSize(2)
                .allSatisfy(name -> assertThat(name.length()).isLessThan(240));
    }

    @ParameterizedTest
    @CsvSource({"123,123,", "1234,1234,", "12345,'',2345", "1234567890,'',7890"})
    void a_file_above_its_bound_is_cut_and_its_end_is_kept(String written, String left, @Nullable String kept)
            throws Exception {
        var files = new OutputFiles(directory.resolve("output"), 4);
        var log = files.next("w").toPath();
        Files.writeString(log, written);

        files.bound();

        assertThat(log).hasContent(left);
        if (kept == null) {
            assertThat(log.resolveSibling("w.log.1")).doesNotExist();
        } else {
            assertThat(log.resolveSibling("w.log.1")).hasContent(kept);
        }
    }

    @Test
    void whoever_has_it_open_writes_on_from_its_beginning() throws Exception {
        var files = new OutputFiles(directory, 4);
        var log = files.next("w");
        try (var worker = new FileOutputStream(log, true)) {
            worker.write("abcdef".getBytes(StandardCharsets.UTF_8));
            files.bound();
            worker.write("gh".getBytes(StandardCharsets.UTF_8));
            assertThat(log).hasContent("gh");
            worker.write("ijk".getBytes(StandardCharsets.UTF_8));
            files.bound();

            assertThat(log).isEmpty();
            assertThat(directory.resolve("w.log.1")).hasContent("hijk");
        }
    }

    @Test
    void one_whose_end_cannot_be_kept_is_cut_all_the_same() throws Exception {
        var files = new OutputFiles(directory, 4);
        Files.createDirectories(directory.resolve("w.log.1").resolve("in the way"));
        Files.writeString(files.next("w").toPath(), "12345");
        Files.writeString(files.next("v").toPath(), "12345");

        files.bound();

        assertThat(directory.resolve("w.log")).isEmptyFile();
        assertThat(directory.resolve("v.log")).isEmptyFile();
    }

    @Test
    void before_anybody_has_printed_there_is_nothing_to_bound() {
        var nowhere = directory.resolve("output");

        new OutputFiles(nowhere, 4).bound();

        assertThat(nowhere).doesNotExist();
    }
}
