package io.homeostat.cli.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.cli.CommandFailure;
import io.homeostat.common.contract.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

    @TempDir
    Path directory;

    @Test
    void a_policy_file_and_its_scopes_become_documents_whose_version_is_their_content() throws IOException {
        write("heartbeat-policy.json", "{\"zombie_threshold_seconds\":200}");
        write("heartbeat-policy@type=gpu.json", "{\"zombie_threshold_seconds\":900}");
        write("notes.txt", "not read");
        assertThat(PolicyFiles.read(directory))
                .extracting(PolicyDocument::key, document -> document.version().length())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("heartbeat-policy", 16),
                        org.assertj.core.groups.Tuple.tuple("heartbeat-policy/type:gpu", 16));
    }

    @Test
    void the_demos_policies_are_valid() {
        assertThat(PolicyFiles.read(Path.of("..", "deploy", "demo", "policies")))
                .hasSize(7);
    }

    @Test
    void a_wrong_policy_names_file_path_and_reason() throws IOException {
        write("heartbeat-policy.json", "{\"zombie_treshold_seconds\":200}");
        assertThatThrownBy(() -> PolicyFiles.read(directory))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("policy file heartbeat-policy.json is refused: heartbeat-policy.zombie_treshold_seconds: "
                        + "is an unknown key, did you mean 'zombie_threshold_seconds'?");
    }

    @Test
    void broken_json_and_a_missing_directory_are_one_line() throws IOException {
        write("plane-policy.json", "{");
        assertThatThrownBy(() -> PolicyFiles.read(directory))
                .hasMessageContaining("policy file plane-policy.json is refused");
        assertThatThrownBy(() -> PolicyFiles.read(directory.resolve("none")))
                .hasMessageContaining("none is no directory");
    }

    @Test
    void components_come_alone_or_in_a_list() throws IOException {
        write("a.json", "{\"subject\":\"w-1\"}");
        write("b.json", "[{\"subject\":\"w-2\"},{\"subject\":\"type/x\",\"restartable\":false}]");
        assertThat(ComponentFiles.read(directory)).containsOnlyKeys("w-1", "w-2", "type/x");
    }

    @Test
    void a_component_twice_or_wrong_is_refused_with_file_field_and_reason() throws IOException {
        write("a.json", "[{\"subject\":\"w-1\"},{\"subject\":\"w-1\"}]");
        assertThatThrownBy(() -> ComponentFiles.read(directory))
                .hasMessage("component file a.json is refused: 'w-1' is declared twice");
        write("a.json", "{\"subject\":\"w-1\",\"executor\":\"process\"}");
        assertThatThrownBy(() -> ComponentFiles.read(directory))
                .hasMessage("component file a.json is refused: field 'agent': is missing: executor process needs one");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
