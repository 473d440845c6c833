package io.homeostat.agent.effects.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.homeostat.agent.domain.SettingsLook;
import io.homeostat.agent.effects.settings.SettingsFiles.Outcome;
import java.nio.file.Path;
import java.util.Map;

/** A file of settings, and the patch of one of them. */
final class PatchedFile {

    static final Map<String, JsonNode> BEFORE = Map.of("memoryMb", IntNode.valueOf(512));
    static final Map<String, JsonNode> AFTER = Map.of("memoryMb", IntNode.valueOf(768));

    final SettingsFiles files = new SettingsFiles();
    private final Path file;

    PatchedFile(Path file) {
        this.file = file;
    }

    Outcome patch(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        return files.patch(file.toString(), before, after);
    }

    /** It is not looked into, for this reason, and nothing of its content is told. */
    void assertUnusable(String problem) {
        assertThat(files.look(file.toString(), BEFORE, AFTER))
                .isInstanceOfSatisfying(SettingsLook.Unusable.class, look -> {
                    assertThat(look.problem())
                            .startsWith("settings file " + file + ": ")
                            .contains(problem);
                    assertThat(look.problem().replace(file.toString(), "")) // which may hold any number itself
                            .doesNotContain("512");
                });
    }
}
