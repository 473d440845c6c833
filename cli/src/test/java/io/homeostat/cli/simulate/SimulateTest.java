package io.homeostat.cli.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.CommandFailure;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.line.MalformedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {

    private static final String BEAT =
            "{\"time\":\"2026-11-25T08:00:00.000Z\",\"topic\":\"heartbeats\",\"key\":\"w-1\","
                    + "\"value\":{\"workerId\":\"w-1\",\"incarnation\":\"a\"}}\n";
    private static final String CRASH = "{\"time\":\"2026-11-25T08:00:35.000Z\",\"topic\":\"failures\",\"key\":\"w-1\","
            + "\"value\":{\"workerId\":\"w-1\",\"kind\":\"CRASH\",\"incarnation\":\"a\"}}\n";
    private static final Instant LATER = Instant.parse("2026-11-25T08:02:00Z");

    @TempDir
    private Path directory;

    @Test
    void decisions_are_lines_with_time_topic_key_value_and_headers() throws IOException, MalformedInput {
        var lines = run(LATER, List.of(Topics.RESTARTS), false, BEAT + CRASH);

        var first = json(lines.getFirst());
        assertThat(first.fieldNames()).toIterable().containsExactly("time", "topic", "key", "value", "headers");
        assertThat(first.path("time").asText()).isEqualTo("2026-11-25T08:00:35.000Z");
        assertThat(first.at("/value/status").asText()).isEqualTo("SCHEDULED");
        assertThat(first.at("/headers/ce_source").asText()).isEqualTo("/services/restart-service");
        assertThat(lines).allMatch(line -> json(line).path("topic").asText().equals("restarts"));
    }

    @Test
    void without_a_filter_every_record_of_every_service_is_there_but_no_tick() throws IOException, MalformedInput {
        var topics = run(LATER, List.of(), false, BEAT + CRASH).stream()
                .map(line -> json(line).path("topic").asText())
                .toList();

        assertThat(topics)
                .contains(
                        "worker-status",
                        "restarts",
                        "restart-commands",
                        "restart-admission",
                        "incidents",
                        "fleet-groups")
                .doesNotContain("heartbeats", "clock", "restart-results", "plane");
    }

    @Test
    void ticks_are_printed_where_they_are_asked_for() throws IOException, MalformedInput {
        var lines = run(null, List.of(Topics.HEARTBEATS), true, BEAT);

        assertThat(lines)
                .hasSize(6)
                .allMatch(line -> json(line).path("key").asText().startsWith("~"));
    }

    @Test
    void answers_of_simulated_agents_are_printed_where_they_are_asked_for() throws IOException, MalformedInput {
        assertThat(run(LATER, List.of(Topics.RESTART_RESULTS), false, BEAT + CRASH))
                .singleElement()
                .satisfies(line ->
                        assertThat(json(line).at("/value/status").asText()).isEqualTo("SUCCEEDED"));
    }

    @Test
    void an_output_with_the_results_in_it_is_an_input_again() throws IOException, MalformedInput {
        var recorded = String.join("\n", run(LATER, List.of(Topics.RESTART_RESULTS), false, BEAT + CRASH));

        var replayed = request(AgentMode.RECORDED, List.of(Topics.RESTARTS), LATER);

        assertThat(output(replayed, BEAT + CRASH + recorded))
                .isEqualTo(output(request(AgentMode.SUCCEED, List.of(Topics.RESTARTS), LATER), BEAT + CRASH));
    }

    @Test
    void lines_behind_the_end_are_not_read() throws IOException, MalformedInput {
        var end = Instant.parse("2026-11-25T08:00:34.999Z");

        assertThat(run(end, List.of(Topics.RESTARTS), false, BEAT + CRASH)).isEmpty();
    }

    @Test
    void nothing_comes_of_nothing() throws IOException, MalformedInput {
        assertThat(run(LATER, List.of(), false, "\n \n")).isEmpty();
    }

    @Test
    void a_broken_line_is_named_before_anything_is_printed() {
        var out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> request(AgentMode.SUCCEED, List.of(), LATER)
                        .run(new ByteArrayInputStream((BEAT + CRASH + "oops\n").getBytes(UTF_8)), out))
                .isInstanceOf(MalformedInput.class)
                .hasMessageStartingWith("line 3: is no JSON");
        assertThat(out.size()).isZero();
    }

    @Test
    void several_files_are_merged_and_named() throws IOException {
        var good = Files.writeString(directory.resolve("good.jsonl"), BEAT + CRASH);
        var bad = Files.writeString(directory.resolve("bad.jsonl"), BEAT + "{}\n");
        var request =
                new SimulateRequest(List.of(good, bad), null, null, LATER, AgentMode.SUCCEED, List.of(), false, false);

        assertThatThrownBy(() -> output(request, "")).hasMessage(bad + " line 2: has no time");
    }

    @Test
    void a_file_that_is_not_there_is_one_line() {
        var request = new SimulateRequest(
                List.of(directory.resolve("none")), null, null, null, AgentMode.SUCCEED, List.of(), false, false);

        assertThatThrownBy(() -> output(request, ""))
                .isInstanceOf(CommandFailure.class)
                .hasMessageEndingWith("is no file that can be read");
    }

    @Test
    void policies_of_the_directory_are_in_force_before_the_first_line() throws IOException, MalformedInput {
        Files.writeString(directory.resolve("worker-restart-policy.json"), "{\"retry_interval_seconds\":5}");

        assertThat(output(withPolicies(List.of(Topics.RESTART_COMMANDS)), BEAT + CRASH))
                .contains("{\"time\":\"2026-11-25T08:00:40.000Z\",\"topic\":\"restart-commands\"");
    }

    @Test
    void refused_policies_are_an_output_and_the_good_ones_hold() throws IOException, MalformedInput {
        Files.writeString(directory.resolve("worker-restart-policy.json"), "{\"retry_interval_seconds\":5}");
        Files.writeString(directory.resolve("heartbeat-policy.json"), "{\"heartbeat_warning_secnds\":5}");
        Files.writeString(directory.resolve("plane-policy.json"), "no json");

        var output = output(withPolicies(List.of()), BEAT + CRASH);

        assertThat(output)
                .contains("did you mean 'heartbeat_warning_seconds'", "plane-policy", "CONFIG_INVALID")
                .contains("{\"time\":\"2026-11-25T08:00:40.000Z\",\"topic\":\"restart-commands\"");
    }

    @Test
    void components_of_the_directory_say_who_starts_a_worker() throws IOException, MalformedInput {
        Files.writeString(
                directory.resolve("w.json"),
                "{\"subject\":\"w-1\",\"agent\":\"agent-7\",\"executor\":\"process\",\"versions\":{\"1\":{\"start\":[\"run\"]}},"
                        + "\"currentVersion\":\"1\"}");
        var request = new SimulateRequest(
                List.of(), null, directory, LATER, AgentMode.SUCCEED, List.of(Topics.RESTART_COMMANDS), false, false);

        assertThat(output(request, BEAT + CRASH)).contains("\"agent\":\"agent-7\"");
    }

    @Test
    void a_summary_tells_by_worker_what_happened_and_what_was_decided() throws IOException, MalformedInput {
        var request = new SimulateRequest(List.of(), null, null, LATER, AgentMode.SUCCEED, List.of(), true, false);

        assertThat(output(request, BEAT + CRASH).lines())
                .anyMatch(line -> line.startsWith("SUBJECT"))
                .anyMatch(line -> line.matches("w-1 +2026-11-25T08:00:35.000Z  > failures +CRASH.*"))
                .anyMatch(line -> line.matches("w-1 +2026-11-25T08:01:35.000Z  restart-commands +START.*"))
                .last()
                .asString()
                .startsWith("2 lines read, ")
                .contains("up to 2026-11-25T08:02:00.000Z");
    }

    private SimulateRequest withPolicies(List<TopicSpec> topics) {
        return new SimulateRequest(List.of(), directory, null, LATER, AgentMode.SUCCEED, topics, false, false);
    }

    private static SimulateRequest request(AgentMode agent, List<TopicSpec> topics, @Nullable Instant until) {
        return new SimulateRequest(List.of(), null, null, until, agent, topics, false, false);
    }

    private static List<String> run(@Nullable Instant until, List<TopicSpec> topics, boolean ticks, String input)
            throws IOException, MalformedInput {
        var request = new SimulateRequest(List.of(), null, null, until, AgentMode.SUCCEED, topics, false, ticks);
        return output(request, input).lines().toList();
    }

    private static String output(SimulateRequest request, String input) throws IOException, MalformedInput {
        var out = new ByteArrayOutputStream();
        request.run(new ByteArrayInputStream(input.getBytes(UTF_8)), out);
        return out.toString(UTF_8);
    }

    private static JsonNode json(String line) {
        return Json.readState(line.getBytes(UTF_8), JsonNode.class);
    }
}
