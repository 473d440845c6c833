package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {

    private static final Instant TIME = Instant.parse("2026-11-22T05:44:00Z");
    private static final Origin ORIGIN = new Origin("failures", 2, 7, TIME);
    private static final Provenance PROVENANCE = new Provenance(
            "sts-1",
            "heartbeats/2/7",
            "inc-1",
            "ZOMBIE",
            "w-1 is silent",
            Evidence.of("ageSeconds", 302).and("none", null).toMap(),
            new Provenance.PolicyRef("heartbeat-policy", "v1"),
            TIME,
            false);

    @Test
    void an_output_record_has_its_provenance_at_the_top_level_and_comes_back_whole() {
        var status = new WorkerStatus(
                "w-1",
                "t",
                "s",
                "1",
                "production",
                "i-1",
                WorkerState.ZOMBIE,
                WorkerState.UNRESPONSIVE,
                WorkerStatus.Reason.SILENT,
                12,
                WorkerStatus.HealthStatus.UNHEALTHY,
                10,
                TIME,
                TIME,
                null,
                null,
                null,
                new Heartbeat.Tokens(10, 2),
                null,
                PROVENANCE);
        assertThat(Json.text(status))
                .isEqualTo("{\"workerId\":\"w-1\",\"workerType\":\"t\",\"service\":\"s\",\"version\":\"1\","
                        + "\"environment\":\"production\",\"incarnation\":\"i-1\",\"state\":\"ZOMBIE\","
                        + "\"previousState\":\"UNRESPONSIVE\",\"reason\":\"SILENT\",\"healthScore\":12,"
                        + "\"healthStatus\":\"UNHEALTHY\",\"missedCount\":10,\"lastSeen\":\"2026-11-22T05:44:00.000Z\","
                        + "\"since\":\"2026-11-22T05:44:00.000Z\",\"tokens\":{\"allocated\":10,\"used\":2},"
                        + "\"id\":\"sts-1\",\"causeId\":\"heartbeats/2/7\",\"incidentId\":\"inc-1\",\"decision\":\"ZOMBIE\","
                        + "\"message\":\"w-1 is silent\",\"evidence\":{\"ageSeconds\":302},"
                        + "\"policy\":{\"name\":\"heartbeat-policy\",\"version\":\"v1\"},"
                        + "\"validUntil\":\"2026-11-22T05:44:00.000Z\"}");
        assertThat(Json.read(Json.bytes(status), WorkerStatus.class)).isEqualTo(new Parsed.Valid<>(status));
    }

    @Test
    void a_command_comes_back_whole_with_its_executor_in_lower_case() {
        var command = new RestartCommand(
                "cmd-1",
                RestartCommand.Action.TERMINATE,
                null,
                "rst-1",
                "w-1",
                "t",
                null,
                "i-1",
                3,
                1,
                Executor.TOPIC,
                Map.of("version", "1"),
                new RestartCommand.Terminate(30, true),
                PROVENANCE);
        assertThat(Json.text(command)).contains("\"executor\":\"topic\"");
        assertThat(Json.read(Json.bytes(command), RestartCommand.class)).isEqualTo(new Parsed.Valid<>(command));
    }

    @Test
    void a_failure_needs_a_subject_and_a_known_kind_and_gets_its_coordinates_as_id() {
        var parsed = Failure.parse(null, json("{\"workerId\":\"w-1\",\"kind\":\"CRASH\",\"exitCode\":137}"), ORIGIN);
        var failure = ((Parsed.Valid<Failure>) parsed).value();
        assertThat(failure.failureId()).isEqualTo("failures/2/7");
        assertThat(failure.subject()).isEqualTo("w-1");
        assertThat(failure.exitCode()).isEqualTo(137);
        var ofSubject = Failure.parse(null, json("{\"subject\":\"plane\",\"kind\":\"STORM\"}"), ORIGIN);
        assertThat(((Parsed.Valid<Failure>) ofSubject).value().workerId()).isNull();
    }

    @Test
    void a_failure_of_ours_says_its_message_and_that_it_is_synthetic_once() {
        var provenance = new Provenance("flr-1", "sts-1", "inc-1", "ZOMBIE", "said twice", null, null, null, true);
        var failure = new Failure(
                "w-1",
                "w-1",
                "flr-1",
                "t",
                "s",
                "1",
                null,
                FailureKind.ZOMBIE,
                Severity.P2,
                "w-1 is silent",
                null,
                null,
                "i-1",
                TIME,
                true,
                provenance);
        assertThat(Failure.parse("w-1", Json.bytes(failure), ORIGIN)).isInstanceOfSatisfying(Parsed.Valid.class, v -> {
            var read = (Failure) v.value();
            assertThat(read.message()).isEqualTo("w-1 is silent");
            assertThat(read.synthetic()).isTrue();
        });
    }

    static Stream<Arguments> refused() {
        Function<String, Parsed<?>> failure = text -> Failure.parse("w-1", json(text), ORIGIN);
        Function<String, Parsed<?>> request = text -> RestartRequest.parse("w-1", json(text), ORIGIN);
        Function<String, Parsed<?>> result = text -> CommandResult.parse("w-1", json(text));
        Function<String, Parsed<?>> component = text -> Component.parse("w-1", json(text));
        Function<String, Parsed<?>> policy = text -> PolicyDocument.parse(json(text));
        return Stream.of(
                argumentSet("failure of nobody", failure, "{\"kind\":\"CRASH\"}", "workerId"),
                argumentSet("failure of no kind", failure, "{\"workerId\":\"w-1\"}", "kind"),
                argumentSet("failure of unknown kind", failure, "{\"workerId\":\"w-1\",\"kind\":\"BOOM\"}", "kind"),
                argumentSet("failure of another key", failure, "{\"workerId\":\"w-2\",\"kind\":\"CRASH\"}", "key"),
                argumentSet(
                        "failure with text exit code",
                        failure,
                        "{\"workerId\":\"w-1\",\"kind\":\"CRASH\",\"exitCode\":\"1\"}",
                        "exitCode"),
                argumentSet(
                        "failure with number as message",
                        failure,
                        "{\"workerId\":\"w-1\",\"kind\":\"CRASH\",\"message\":5}",
                        "message"),
                argumentSet("request without reason", request, "{\"requestedBy\":\"ops\"}", "reason"),
                argumentSet("request without author", request, "{\"reason\":\"r\"}", "requestedBy"),
                argumentSet(
                        "request with bad time",
                        request,
                        "{\"reason\":\"r\",\"requestedBy\":\"o\",\"validUntil\":\"x\"}",
                        "validUntil"),
                argumentSet(
                        "result without command", result, "{\"status\":\"SUCCEEDED\",\"agent\":\"a\"}", "commandId"),
                argumentSet(
                        "result of unknown status",
                        result,
                        "{\"commandId\":\"c\",\"status\":\"OK\",\"agent\":\"a\"}",
                        "status"),
                argumentSet("process without agent", component, "{\"executor\":\"process\"}", "agent"),
                argumentSet("unknown executor", component, "{\"executor\":\"magic\"}", "executor"),
                argumentSet(
                        "unknown current version",
                        component,
                        "{\"versions\":{\"1\":{}},\"currentVersion\":\"2\"}",
                        "currentVersion"),
                argumentSet(
                        "two versions, none current",
                        component,
                        "{\"versions\":{\"1\":{},\"2\":{}}}",
                        "currentVersion"),
                argumentSet(
                        "start no list", component, "{\"versions\":{\"1\":{\"start\":\"cmd\"}}}", "versions.1.start"),
                argumentSet("text restartable", component, "{\"restartable\":\"no\"}", "restartable"),
                argumentSet("policy without object", policy, "{\"name\":\"n\",\"policy\":5}", "policy"),
                argumentSet(
                        "policy without version",
                        policy,
                        "{\"name\":\"n\",\"policy\":{},\"actor\":\"a\",\"reason\":\"r\"}",
                        "version"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Function<String, Parsed<?>> parse, String text, String field) {
        assertThat(parse.apply(text))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.field()).isEqualTo(field));
    }

    @Test
    void the_older_format_of_restart_requests_is_read() {
        var parsed = RestartRequest.parse(
                null,
                json(
                        "{\"worker_id\":\"w-9\",\"worker_type\":\"t\",\"task_id\":\"t-1\",\"created_at\":\"2026-11-22T05:44:00Z\","
                                + "\"reason\":\"stuck\",\"requestedBy\":\"ops\"}"),
                new Origin("restart-requests", 0, 4, TIME));
        assertThat(parsed)
                .isEqualTo(new Parsed.Valid<>(new RestartRequest(
                        "w-9", "restart-requests/0/4", "t", "t-1", "stuck", "ops", TIME, null, false)));
    }

    @Test
    void a_component_has_the_defaults_of_the_contract() {
        var parsed = Component.parse("w-1", json("{\"versions\":{\"1.4\":{\"start\":[\"run\",\"it\"]}}}"));
        var component = ((Parsed.Valid<Component>) parsed).value();
        assertThat(component.executor()).isEqualTo(Executor.TOPIC);
        assertThat(component.restartable()).isTrue();
        assertThat(component.desired()).isEqualTo(Component.Desired.RUNNING);
        assertThat(component.effectiveVersion()).isEqualTo("1.4");
        assertThat(component.versions().get("1.4"))
                .isEqualTo(new Component.Version(List.of("run", "it"), List.of(), Map.of(), null));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
