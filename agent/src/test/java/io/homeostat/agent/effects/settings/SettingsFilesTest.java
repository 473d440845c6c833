package io.homeostat.agent.effects.settings;

import static io.homeostat.agent.effects.settings.PatchedFile.AFTER;
import static io.homeostat.agent.effects.settings.PatchedFile.BEFORE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.homeostat.agent.domain.SettingsLook;
import io.homeostat.agent.effects.settings.SettingsFiles.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is replaced whole, keeps its place and mode, and is left alone if it is not one file of one name. */
@SuppressWarnings("NullAway.Init")
class SettingsFilesTest {

    @TempDir
    private Path directory;

    private Path file;
    private PatchedFile settings;

    @BeforeEach
    void name() {
        file = directory.resolve("settings.json");
        settings = new PatchedFile(file);
    }

    @Test
    void links_directories_and_what_is_not_there_are_named() throws IOException {
        settings.assertUnusable("does not exist");
        Files.writeString(directory.resolve("real.json"), "{\"memoryMb\":512}");
        Files.createSymbolicLink(file, directory.resolve("real.json"));
        settings.assertUnusable("is a symbolic link");
        assertThat(settings.patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        assertThat(directory.resolve("real.json")).hasContent("{\"memoryMb\":512}");
        Files.delete(file);
        Files.createDirectory(file);
        settings.assertUnusable("is no regular file");
        assertThat(settings.files.look("a\0b", BEFORE, AFTER)).isInstanceOf(SettingsLook.Unusable.class);
    }

    @Test
    void a_file_with_another_name_is_left_alone() throws IOException {
        var other = directory.resolve("other.json");
        Files.writeString(other, "{\"memoryMb\":512}");
        Files.createLink(file, other);

        settings.assertUnusable("has other names (hard links)");
        assertThat(settings.patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        Files.delete(other);
        assertThat(settings.patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
    }

    @Test
    void a_pipe_is_not_waited_for() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        settings.assertUnusable("is no regular file");
    }

    @Test
    void a_link_on_the_way_is_followed() throws IOException {
        Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        file = directory.resolve("link/settings.json");
        settings = new PatchedFile(file);
        Files.writeString(file, "{\"memoryMb\":512}");

        assertThat(settings.patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
        assertThat(directory.resolve("real/settings.json")).hasContent("{\"memoryMb\":768}");
    }

    @Test
    void the_mode_is_kept_and_nothing_is_left_beside_the_file() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}");
        for (var mode : new String[] {"rw-r-----", "r--r--r--", "rwxrwxrwx", "rw-------"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            settings.patch(BEFORE, AFTER);
            settings.patch(AFTER, BEFORE);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode);
        }
        try (var all = Files.list(directory)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void what_a_crash_left_beside_the_file_is_in_nobodys_way() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}");
        var victim = Files.writeString(directory.resolve("victim"), "untouched");
        Files.createSymbolicLink(directory.resolve(".settings.json.homeostat"), victim);

        assertThat(settings.patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
        assertThat(victim).hasContent("untouched");
        assertThat(file).hasContent("{\"memoryMb\":768}");
        Files.writeString(directory.resolve(".settings.json.homeostat"), "{\"memo");
        assertThat(settings.patch(AFTER, BEFORE)).isEqualTo(new Outcome.Patched());
    }

    @Test
    void whoever_reads_meanwhile_finds_one_of_both_whole() throws Exception {
        Files.writeString(file, "{\"memoryMb\":512,\"x\":\"" + "y".repeat(200_000) + "\"}");
        var writer = Thread.ofVirtual()
                .start(() -> IntStream.range(0, 50).forEach(i -> {
                    settings.patch(BEFORE, AFTER);
                    settings.patch(AFTER, BEFORE);
                }));
        while (writer.isAlive()) {
            assertThat(new String(Files.readAllBytes(file), UTF_8))
                    .satisfiesAnyOf(
                            text -> assertThat(text)
                                    .startsWith("{\"memoryMb\":512,")
                                    .endsWith("\"}"),
                            text -> assertThat(text)
                                    .startsWith("{\"memoryMb\":768,")
                                    .endsWith("\"}"));
        }
    }

    @Test
    void patches_of_one_file_by_many_do_not_undo_each_other() throws Exception {
        Files.writeString(file, "{\"n\":0}");
        var threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    for (int done = 0; done < 10; ) {
                        done += increment() ? 1 : 0;
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(file).hasContent("{\"n\":80}");
    }

    private boolean increment() {
        try {
            int n = ExactJson.object(Files.readAllBytes(file)).get("n").intValue();
            return settings.patch(Map.of("n", IntNode.valueOf(n)), Map.of("n", IntNode.valueOf(n + 1)))
                    instanceof Outcome.Patched;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
