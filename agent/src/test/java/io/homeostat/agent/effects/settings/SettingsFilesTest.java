package io.homeostat.agent.effects.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.homeostat.agent.domain.SettingsLook;
import io.homeostat.agent.effects.settings.SettingsFiles.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway.Init")
class SettingsFilesTest {

    private static final Map<String, JsonNode> BEFORE = Map.of("memoryMb", IntNode.valueOf(512));
    private static final Map<String, JsonNode> AFTER = Map.of("memoryMb", IntNode.valueOf(768));

    @TempDir
    private Path directory;

    private Path file;
    private final SettingsFiles files = new SettingsFiles();

    @BeforeEach
    void name() {
        file = directory.resolve("settings.json");
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                argumentSet("compact", "{\"memoryMb\":512}", "{\"memoryMb\":768}"),
                argumentSet("written as a decimal", "{\"memoryMb\":512.0}", "{\"memoryMb\":768}"),
                argumentSet("written with an exponent", "{\"memoryMb\": 5.12e2 }", "{\"memoryMb\": 768 }"),
                argumentSet(
                        "among others, whose order, spaces and digits stay",
                        "{\n  \"z\": 0.50,\n\t\"memoryMb\" : 512 ,\n  \"a\": [1.0, {\"memoryMb\": 1}],\n \"é\": \"\\u00e9\"\n}\n",
                        "{\n  \"z\": 0.50,\n\t\"memoryMb\" : 768 ,\n  \"a\": [1.0, {\"memoryMb\": 1}],\n \"é\": \"\\u00e9\"\n}\n"),
                argumentSet("with a byte order mark", "\uFEFF{\"memoryMb\":512}", "\uFEFF{\"memoryMb\":768}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void exactly_the_value_is_replaced(String text, String expected) throws IOException {
        Files.writeString(file, text);

        assertThat(patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
        assertThat(file).hasContent(expected);
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    @Test
    void values_of_every_kind_are_replaced_together() throws IOException {
        Files.writeString(file, "{\"text\":\"a,b\\\"}\",\"flag\":false,\"rate\":0.7,\"last\":-1}");
        var before = Map.<String, JsonNode>of(
                "text", TextNode.valueOf("a,b\"}"),
                "flag", BooleanNode.FALSE,
                "rate", DecimalNode.valueOf(new BigDecimal("0.70")),
                "last", IntNode.valueOf(-1));
        var after = Map.<String, JsonNode>of(
                "text", TextNode.valueOf("ü\n"),
                "flag", BooleanNode.TRUE,
                "rate", DecimalNode.valueOf(new BigDecimal("0.49")),
                "last", DecimalNode.valueOf(new BigDecimal("1E+3")));

        assertThat(patch(before, after)).isEqualTo(new Outcome.Patched());
        assertThat(Files.readString(file)).isEqualTo("{\"text\":\"ü\\n\",\"flag\":true,\"rate\":0.49,\"last\":1000}");
    }

    @Test
    void a_second_patch_finds_another_value_and_changes_nothing() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}");
        patch(BEFORE, AFTER);

        assertThat(patch(BEFORE, AFTER))
                .isEqualTo(new Outcome.Unfit(
                        new SettingsLook.Read(false, true, "setting 'memoryMb': expected 512, found 768")));
        assertThat(file).hasContent("{\"memoryMb\":768}");
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                argumentSet("one less", "{\"memoryMb\":511}", "expected 512, found 511"),
                argumentSet("a fraction more", "{\"memoryMb\":512.0001}", "expected 512, found 512.0001"),
                argumentSet("a text", "{\"memoryMb\":\"512\"}", "expected 512, found \"512\""),
                argumentSet("null", "{\"memoryMb\":null}", "expected 512, found null"),
                argumentSet("deeper only", "{\"x\":{\"memoryMb\":512}}", "expected 512, found none"),
                argumentSet("missing", "{}", "expected 512, found none"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void a_value_that_is_not_the_expected_one_is_named(String text, String difference) throws IOException {
        Files.writeString(file, text);

        assertThat(files.look(file.toString(), BEFORE, AFTER))
                .isEqualTo(new SettingsLook.Read(false, false, "setting 'memoryMb': " + difference));
        assertThat(patch(BEFORE, AFTER)).isInstanceOf(Outcome.Unfit.class);
        assertThat(file).hasContent(text);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                argumentSet("no JSON", "memoryMb: 512", "is not valid JSON"),
                argumentSet("cut off", "{\"memoryMb\":512", "is not valid JSON"),
                argumentSet("two of one name", "{\"memoryMb\":512,\"memoryMb\":512}", "is not valid JSON"),
                argumentSet("two objects", "{\"memoryMb\":512}{}", "is not valid JSON"),
                argumentSet("a list", "[512]", "is no JSON object"),
                argumentSet("empty", "", "is no JSON object"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void what_is_no_object_of_settings_is_not_touched(String text, String problem) throws IOException {
        Files.writeString(file, text);

        assertUnusable(problem);
        assertThat(patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        assertThat(file).hasContent(text);
    }

    @Test
    void another_encoding_is_not_touched() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}", java.nio.charset.StandardCharsets.UTF_16LE);
        var before = Files.readAllBytes(file);

        assertThat(patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void a_file_of_the_largest_size_is_patched_and_one_byte_more_is_not() throws IOException {
        var padding = SettingsFiles.BYTES_MAX - "{\"memoryMb\":512}".length();
        Files.writeString(file, "{\"memoryMb\":512" + " ".repeat(padding) + "}");
        assertThat(patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());

        Files.writeString(file, "{\"memoryMb\":512" + " ".repeat(padding + 1) + "}");
        assertUnusable("is larger than 1048576 bytes");
    }

    @Test
    void a_patch_that_would_make_the_file_too_large_is_not_done() throws IOException {
        var padding = SettingsFiles.BYTES_MAX - "{\"memoryMb\":512}".length();
        Files.writeString(file, "{\"memoryMb\":512" + " ".repeat(padding) + "}");

        assertThat(patch(BEFORE, Map.of("memoryMb", IntNode.valueOf(1024))))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.problem()).contains("larger than"));
        assertThat(Files.size(file)).isEqualTo(SettingsFiles.BYTES_MAX);
    }

    @Test
    void links_directories_and_what_is_not_there_are_named() throws IOException {
        assertUnusable("does not exist");
        Files.writeString(directory.resolve("real.json"), "{\"memoryMb\":512}");
        Files.createSymbolicLink(file, directory.resolve("real.json"));
        assertUnusable("is a symbolic link");
        assertThat(patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        assertThat(directory.resolve("real.json")).hasContent("{\"memoryMb\":512}");
        Files.delete(file);
        Files.createDirectory(file);
        assertUnusable("is no regular file");
        assertThat(files.look("a\0b", BEFORE, AFTER)).isInstanceOf(SettingsLook.Unusable.class);
    }

    @Test
    void a_file_with_another_name_is_left_alone() throws IOException {
        var other = directory.resolve("other.json");
        Files.writeString(other, "{\"memoryMb\":512}");
        Files.createLink(file, other);

        assertUnusable("has other names (hard links)");
        assertThat(patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        Files.delete(other);
        assertThat(patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
    }

    @Test
    void a_pipe_is_not_waited_for() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertUnusable("is no regular file");
    }

    @Test
    void a_link_on_the_way_is_followed() throws IOException {
        Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        file = directory.resolve("link/settings.json");
        Files.writeString(file, "{\"memoryMb\":512}");

        assertThat(patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
        assertThat(directory.resolve("real/settings.json")).hasContent("{\"memoryMb\":768}");
    }

    @Test
    void the_mode_is_kept_and_nothing_is_left_beside_the_file() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}");
        for (var mode : new String[] {"rw-r-----", "r--r--r--", "rwxrwxrwx", "rw-------"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            patch(BEFORE, AFTER);
            patch(AFTER, BEFORE);

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

        assertThat(patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
        assertThat(victim).hasContent("untouched");
        assertThat(file).hasContent("{\"memoryMb\":768}");
        Files.writeString(directory.resolve(".settings.json.homeostat"), "{\"memo");
        assertThat(patch(AFTER, BEFORE)).isEqualTo(new Outcome.Patched());
    }

    @Test
    void whoever_reads_meanwhile_finds_one_of_both_whole() throws Exception {
        Files.writeString(file, "{\"memoryMb\":512,\"x\":\"" + "y".repeat(200_000) + "\"}");
        var writer = Thread.ofVirtual()
                .start(() -> IntStream.range(0, 50).forEach(i -> {
                    patch(BEFORE, AFTER);
                    patch(AFTER, BEFORE);
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
            return patch(Map.of("n", IntNode.valueOf(n)), Map.of("n", IntNode.valueOf(n + 1)))
                    instanceof Outcome.Patched;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome patch(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        return files.patch(file.toString(), before, after);
    }

    private void assertUnusable(String problem) {
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
