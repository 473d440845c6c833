package io.homeostat.agent.effects.settings;

import static io.homeostat.agent.effects.settings.PatchedFile.AFTER;
import static io.homeostat.agent.effects.settings.PatchedFile.BEFORE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exactly the expected values are replaced, in a text that stays as it was; anything else is named and not touched. */
@SuppressWarnings("NullAway.Init")
class SettingsValuesTest {

    @TempDir
    private Path directory;

    private Path file;
    private PatchedFile settings;

    @BeforeEach
    void name() {
        file = directory.resolve("settings.json");
        settings = new PatchedFile(file);
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

        assertThat(settings.patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());
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

        assertThat(settings.patch(before, after)).isEqualTo(new Outcome.Patched());
        assertThat(Files.readString(file)).isEqualTo("{\"text\":\"ü\\n\",\"flag\":true,\"rate\":0.49,\"last\":1000}");
    }

    @Test
    void a_second_patch_finds_another_value_and_changes_nothing() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}");
        settings.patch(BEFORE, AFTER);

        assertThat(settings.patch(BEFORE, AFTER))
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

        assertThat(settings.files.look(file.toString(), BEFORE, AFTER))
                .isEqualTo(new SettingsLook.Read(false, false, "setting 'memoryMb': " + difference));
        assertThat(settings.patch(BEFORE, AFTER)).isInstanceOf(Outcome.Unfit.class);
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

        settings.assertUnusable(problem);
        assertThat(settings.patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        assertThat(file).hasContent(text);
    }

    @Test
    void another_encoding_is_not_touched() throws IOException {
        Files.writeString(file, "{\"memoryMb\":512}", UTF_16LE);
        var before = Files.readAllBytes(file);

        assertThat(settings.patch(BEFORE, AFTER)).isInstanceOf(Outcome.Failed.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void a_file_of_the_largest_size_is_patched_and_one_byte_more_is_not() throws IOException {
        var padding = SettingsFiles.BYTES_MAX - "{\"memoryMb\":512}".length();
        Files.writeString(file, "{\"memoryMb\":512" + " ".repeat(padding) + "}");
        assertThat(settings.patch(BEFORE, AFTER)).isEqualTo(new Outcome.Patched());

        Files.writeString(file, "{\"memoryMb\":512" + " ".repeat(padding + 1) + "}");
        settings.assertUnusable("is larger than 1048576 bytes");
    }

    @Test
    void a_patch_that_would_make_the_file_too_large_is_not_done() throws IOException {
        var padding = SettingsFiles.BYTES_MAX - "{\"memoryMb\":512}".length();
        Files.writeString(file, "{\"memoryMb\":512" + " ".repeat(padding) + "}");

        assertThat(settings.patch(BEFORE, Map.of("memoryMb", IntNode.valueOf(1024))))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.problem()).contains("larger than"));
        assertThat(Files.size(file)).isEqualTo(SettingsFiles.BYTES_MAX);
    }
}
