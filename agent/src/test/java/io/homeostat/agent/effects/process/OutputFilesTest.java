package io.homeostat.agent.effects.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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

    @Test
    void a_file_is_appended_to_up_to_its_bound_and_then_set_aside() throws Exception {
        var files = new OutputFiles(directory.resolve("output"), 4);
        var log = files.next("w").toPath();
        Files.writeString(log, "1234");
        assertThat(files.next("w").toPath()).isEqualTo(log).hasContent("1234");
        Files.writeString(log, "12345");

        assertThat(files.next("w")).doesNotExist();
        assertThat(log.resolveSibling("w.log.1")).hasContent("12345");
        Files.writeString(log, "67890");
        files.next("w");
        assertThat(log.resolveSibling("w.log.1")).hasContent("67890");
    }
}
