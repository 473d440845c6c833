package io.homeostat.agent.effects.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentTextTest {

    private static final Map<String, JsonNode> MORE = Map.of("memoryMb", IntNode.valueOf(768));

    @Test
    void settings_are_changed_and_everything_else_stays_unknown_fields_and_digits_included() throws IOException {
        var record = "{\"subject\":\"w\",\"new\":[1.50,{\"x\":null}],\"parameters\":{\"settingsFile\":\"f\","
                + "\"settings\":{\"b\":0.10,\"memoryMb\":512,\"a\":1e3}},\"desired\":\"RUNNING\"}";

        assertThat(text(ComponentText.withSettings(MORE).apply(bytes(record))))
                .isEqualTo("{\"subject\":\"w\",\"new\":[1.50,{\"x\":null}],\"parameters\":{\"settingsFile\":\"f\","
                        + "\"settings\":{\"b\":0.10,\"memoryMb\":768,\"a\":1E+3}},\"desired\":\"RUNNING\"}");
    }

    @Test
    void settings_that_it_does_not_have_yet_are_added() throws IOException {
        assertThat(text(ComponentText.withSettings(MORE).apply(bytes("{\"a\":1}"))))
                .isEqualTo("{\"a\":1,\"parameters\":{\"settings\":{\"memoryMb\":768}}}");
    }

    @Test
    void a_whole_number_is_written_as_one() throws IOException {
        var thousand = Map.<String, JsonNode>of("n", DecimalNode.valueOf(new BigDecimal("1E+3")));

        assertThat(text(ComponentText.withSettings(thousand).apply(bytes("{}"))))
                .endsWith("{\"n\":1000}}}");
    }

    @Test
    void with_nothing_to_change_it_is_the_same_record() throws IOException {
        var there = bytes("{ \"parameters\": {\"settings\": {\"memoryMb\": 768.0}}, \"currentVersion\":\"1\",\n"
                + "\"versions\":{\"1\":{}}}");

        assertThat(ComponentText.withSettings(MORE).apply(there)).isSameAs(there);
        assertThat(ComponentText.withVersion("1").apply(there)).isSameAs(there);
    }

    @Test
    void what_is_no_object_is_not_replaced() {
        assertThatThrownBy(() -> ComponentText.withSettings(MORE).apply(bytes("{\"parameters\":7}")))
                .isInstanceOf(IOException.class)
                .hasMessage("parameters of the component is no object");
    }

    @Test
    void the_version_is_changed_in_its_place() throws IOException {
        var record = "{\"currentVersion\":\"2\",\"versions\":{\"1\":{},\"2\":{}},\"extra\":true}";

        assertThat(text(ComponentText.withVersion("1").apply(bytes(record))))
                .isEqualTo("{\"currentVersion\":\"1\",\"versions\":{\"1\":{},\"2\":{}},\"extra\":true}");
        assertThatThrownBy(() -> ComponentText.withVersion("3").apply(bytes(record)))
                .hasMessage("the component has no version 3 any more");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
