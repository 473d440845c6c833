package io.homeostat.agent.effects.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Samples;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandParserTest {

    private static final RestartCommand RESTART = Samples.command("cmd-1", Action.RESTART, "i", 5);
    private static final String TEXT = Json.text(RESTART);

    @Test
    void what_restart_service_writes_is_read_back() {
        var read = CommandParser.parse(Samples.WORKER, bytes(TEXT));

        assertThat(read).isEqualTo(new Parsed.Valid<>(RESTART));
        assertThat(CommandFields.addressee(bytes(TEXT))).isEqualTo(Samples.AGENT);
    }

    @Test
    void a_start_needs_no_way_to_end() {
        var start = Samples.command("cmd-1", Action.START, null, 5);

        assertThat(CommandParser.parse(null, Json.bytes(start))).isEqualTo(new Parsed.Valid<>(start));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                argumentSet("no command id", TEXT.replace("\"commandId\":\"cmd-1\",", ""), "commandId"),
                argumentSet("an id too long to be an incarnation", TEXT.replace("cmd-1", "c".repeat(129)), "commandId"),
                argumentSet("a worker id that climbs", TEXT.replace("\"w-1\"", "\"../w\""), "workerId"),
                argumentSet("another worker than the key", TEXT.replace("\"w-1\"", "\"w-2\""), "workerId"),
                argumentSet("an unknown action", TEXT.replace("RESTART", "EXPLODE"), "action"),
                argumentSet("no generation", TEXT.replace("\"generation\":5,", ""), "generation"),
                argumentSet("no plane generation", TEXT.replace("\"planeGeneration\":1,", ""), "planeGeneration"),
                argumentSet("an unknown executor", TEXT.replace("\"process\"", "\"magic\""), "executor"),
                argumentSet(
                        "no way to end",
                        TEXT.replace("\"terminate\":{\"gracefulSeconds\":1,\"force\":true},", ""),
                        "terminate"),
                argumentSet(
                        "a negative patience",
                        TEXT.replace("\"gracefulSeconds\":1", "\"gracefulSeconds\":-1"),
                        "terminate.gracefulSeconds"),
                argumentSet("no JSON", "RESTART w-1", "value"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_command_is_refused_by_its_field(String text, String field) {
        assertThat(text).isNotEqualTo(TEXT);
        assertThat(CommandParser.parse(Samples.WORKER, bytes(text)))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class, r -> assertThat(r.field()).isEqualTo(field));
    }

    @Test
    void what_names_no_agent_is_nobodys() {
        assertThat(CommandFields.addressee(null)).isNull();
        assertThat(CommandFields.addressee(bytes("[]"))).isNull();
        assertThat(CommandFields.addressee(bytes("{\"agent\":7}"))).isNull();
        assertThat(CommandFields.addressee(bytes("{}"))).isNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
