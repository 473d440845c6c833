package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.domain.Samples.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.Samples;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RollbackCommand;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeParserTest {

    private static final FixCommand FIX = Samples.fix("fix-1", WORKER, 5);
    private static final RollbackCommand ROLLBACK = Samples.rollback("rbk-1", 5);
    private static final String FIX_TEXT = Json.text(FIX);
    private static final String ROLLBACK_TEXT = Json.text(ROLLBACK);

    @Test
    void what_the_services_write_is_read_back() {
        assertThat(ChangeParser.fix(WORKER, bytes(FIX_TEXT))).isEqualTo(new Parsed.Valid<>(new Change.Settings(FIX)));
        assertThat(ChangeParser.rollback("dreams", bytes(ROLLBACK_TEXT)))
                .isEqualTo(new Parsed.Valid<>(new Change.Rollback(ROLLBACK)));
        assertThat(ChangeParser.fix("type/t", Json.bytes(Samples.fix("fix-1", "type/t", 5))))
                .isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void before_and_after_may_differ_in_their_names_here_as_that_is_answered() {
        var text = FIX_TEXT.replace("\"after\":{\"memoryMb\":768}", "\"after\":{}");

        assertThat(text).isNotEqualTo(FIX_TEXT);
        assertThat(ChangeParser.fix(WORKER, bytes(text))).isInstanceOf(Parsed.Valid.class);
    }

    static Stream<Arguments> brokenFixes() {
        var many = IntStream.range(0, 65).mapToObj(i -> "\"s" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        return Stream.of(
                argumentSet("no command id", FIX_TEXT.replace("\"commandId\":\"fix-1\",", ""), "commandId"),
                argumentSet("a target that climbs", FIX_TEXT.replace("\"w-1\"", "\"../w\""), "target"),
                argumentSet("another target than the key", FIX_TEXT.replace("\"w-1\"", "\"w-2\""), "target"),
                argumentSet("no before", FIX_TEXT.replace("\"before\":", "\"x\":"), "before"),
                argumentSet("after is a list", FIX_TEXT.replace("{\"memoryMb\":768}", "[768]"), "after"),
                argumentSet("a setting is null", FIX_TEXT.replace(":768", ":null"), "after.memoryMb"),
                argumentSet("a setting is an object", FIX_TEXT.replace(":768", ":{}"), "after.memoryMb"),
                argumentSet(
                        "a text too long", FIX_TEXT.replace(":768", ":\"" + "x".repeat(4097) + '"'), "after.memoryMb"),
                argumentSet("too many settings", FIX_TEXT.replace("{\"memoryMb\":768}", many), "after"),
                argumentSet("no generation", FIX_TEXT.replace("\"generation\":5,", ""), "generation"),
                argumentSet("no plane generation", FIX_TEXT.replace("\"planeGeneration\":1,", ""), "planeGeneration"),
                argumentSet("an unknown executor", FIX_TEXT.replace("\"process\"", "\"magic\""), "executor"),
                argumentSet("no JSON", "fix w-1", "value"));
    }

    @ParameterizedTest
    @MethodSource("brokenFixes")
    void a_broken_fix_is_refused_by_its_field(String text, String field) {
        assertThat(text).isNotEqualTo(FIX_TEXT);
        assertRejected(ChangeParser.fix(WORKER, bytes(text)), field);
    }

    static Stream<Arguments> brokenRollbacks() {
        return Stream.of(
                argumentSet("no command id", ROLLBACK_TEXT.replace("\"commandId\":\"rbk-1\",", ""), "commandId"),
                argumentSet("another service than the key", ROLLBACK_TEXT.replace("dreams", "dream"), "service"),
                argumentSet("no version", ROLLBACK_TEXT.replace("\"toVersion\":", "\"x\":"), "toVersion"),
                argumentSet("an empty version", ROLLBACK_TEXT.replace("\"0.9\"", "\"\""), "toVersion"),
                argumentSet("no generation", ROLLBACK_TEXT.replace("\"generation\":5,", ""), "generation"),
                argumentSet(
                        "a negative one", ROLLBACK_TEXT.replace("\"generation\":5", "\"generation\":-5"), "generation"),
                argumentSet("no patience", ROLLBACK_TEXT.replace("\"7\"", "\"-7\""), "parameters.gracefulSeconds"),
                argumentSet("too much", ROLLBACK_TEXT.replace("\"7\"", "\"3601\""), "parameters.gracefulSeconds"),
                argumentSet(
                        "far too much",
                        ROLLBACK_TEXT.replace("\"7\"", "\"" + "9".repeat(99) + '"'),
                        "parameters.gracefulSeconds"),
                argumentSet("no JSON", "rollback", "value"));
    }

    @ParameterizedTest
    @MethodSource("brokenRollbacks")
    void a_broken_rollback_is_refused_by_its_field(String text, String field) {
        assertThat(text).isNotEqualTo(ROLLBACK_TEXT);
        assertRejected(ChangeParser.rollback("dreams", bytes(text)), field);
    }

    @Test
    void the_longest_patience_is_an_hour() {
        assertThat(ChangeParser.rollback("dreams", bytes(ROLLBACK_TEXT.replace("\"7\"", "\"3600\""))))
                .isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void a_refused_value_is_not_quoted() {
        var secret = ChangeParser.fix(WORKER, bytes(FIX_TEXT.replace("{\"memoryMb\":768}", "\"hunter2\"")));

        assertThat(secret)
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class, r -> assertThat(r.message()).doesNotContain("hunter2"));
    }

    private static void assertRejected(Parsed<Change> parsed, String field) {
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class, r -> assertThat(r.field()).isEqualTo(field));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
