package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatParserTest {

    @Test
    void a_worker_id_alone_is_a_heartbeat_with_the_defaults_of_the_contract() {
        var beat = valid("w-1", "{\"workerId\":\"w-1\"}");
        assertThat(beat)
                .isEqualTo(new Heartbeat(
                        "w-1",
                        "default",
                        "default",
                        "unknown",
                        "production",
                        null,
                        null,
                        Heartbeat.Status.RUNNING,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false));
        assertThat(beat.registersOnly()).isFalse();
    }

    @Test
    void every_field_of_the_contract_is_read() {
        var beat = valid(null, """
                {"workerId":"w-17","workerType":"image-resizer","service":"images","version":"1.4.2",
                 "environment":"staging","incarnation":"01JD3","sequence":42,"status":"DRAINING",
                 "time":"2026-11-22T05:44:00.000Z","intervalSeconds":2.5,"healthScore":97,"progress":-55,"taskId":"t-9",
                 "operations":{"succeeded":120,"failed":3,"skipped":[1]},
                 "resources":{"cpuPercent":40,"memoryMb":512.5,"openFiles":80},
                 "tokens":{"allocated":50000,"used":12000},"killSwitchOffset":12,"synthetic":true,
                 "unknown":{"deep":[1,2,{"a":null}]}}
                """);
        assertThat(beat)
                .isEqualTo(new Heartbeat(
                        "w-17",
                        "image-resizer",
                        "images",
                        "1.4.2",
                        "staging",
                        "01JD3",
                        42L,
                        Heartbeat.Status.DRAINING,
                        Instant.parse("2026-11-22T05:44:00Z"),
                        2.5,
                        97,
                        -55L,
                        "t-9",
                        new Heartbeat.Operations(120, 3),
                        new Heartbeat.Resources(40.0, 512.5, 80L),
                        new Heartbeat.Tokens(50000, 12000),
                        12L,
                        true));
    }

    @Test
    void the_key_stands_in_for_an_absent_id_and_null_fields_count_as_absent() {
        assertThat(valid("w-2", "{\"sequence\":null,\"tokens\":null}").workerId())
                .isEqualTo("w-2");
        assertThat(valid("w-2", "{\"workerId\":\"\"}").workerId()).isEqualTo("w-2");
        assertThat(valid("", "{\"workerId\":\"w-3\"}").workerId()).isEqualTo("w-3");
    }

    @Test
    void a_wrong_clock_of_the_worker_is_no_reason_to_refuse() {
        assertThat(valid("w", "{\"time\":\"2099-01-01T00:00:00Z\"}").time())
                .isEqualTo(Instant.parse("2099-01-01T00:00:00Z"));
        assertThat(valid("w", "{\"time\":\"1970-01-01T00:00:00Z\"}").time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void starting_and_nothing_else_registers_only() {
        assertThat(valid("w", "{\"status\":\"STARTING\",\"workerType\":\"t\",\"incarnation\":\"i\"}")
                        .registersOnly())
                .isTrue();
        assertThat(valid("w", "{\"status\":\"STARTING\",\"sequence\":1}").registersOnly())
                .isFalse();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                argumentSet("not JSON", "w", "{nope", "value"),
                argumentSet("cut JSON", "w", "{\"workerId\":\"w\"", "value"),
                argumentSet("trailing", "w", "{} {}", "value"),
                argumentSet("array", "w", "[]", "value"),
                argumentSet("empty", "w", "", "value"),
                argumentSet("duplicate field", "w", "{\"sequence\":1,\"sequence\":2}", "value"),
                argumentSet("too deep", "w", "{\"x\":" + "[".repeat(10_000), "value"),
                argumentSet("number of 10,000 digits", "w", "{\"sequence\":" + "9".repeat(10_000) + "}", "value"),
                argumentSet("id missing", null, "{}", "workerId"),
                argumentSet("id empty", "", "{\"workerId\":\"\"}", "workerId"),
                argumentSet("id not the key", "w", "{\"workerId\":\"v\"}", "key"),
                argumentSet("id with blank", null, "{\"workerId\":\"a b\"}", "workerId"),
                argumentSet("key that begins with a dot", ".w", "{}", "key"),
                argumentSet("id too long", null, "{\"workerId\":\"" + "a".repeat(129) + "\"}", "workerId"),
                argumentSet("text sequence", "w", "{\"sequence\":\"1\"}", "sequence"),
                argumentSet("decimal sequence", "w", "{\"sequence\":1.5}", "sequence"),
                argumentSet("negative sequence", "w", "{\"sequence\":-1}", "sequence"),
                argumentSet("sequence out of range", "w", "{\"sequence\":99999999999999999999}", "sequence"),
                argumentSet("score above", "w", "{\"healthScore\":101}", "healthScore"),
                argumentSet("score below", "w", "{\"healthScore\":-1}", "healthScore"),
                argumentSet("unknown status", "w", "{\"status\":\"running\"}", "status"),
                argumentSet("bad time", "w", "{\"time\":\"yesterday\"}", "time"),
                argumentSet("reserved incarnation", "w", "{\"incarnation\":\"~3\"}", "incarnation"),
                argumentSet("operations no object", "w", "{\"operations\":5}", "operations"),
                argumentSet("negative count", "w", "{\"operations\":{\"failed\":-1}}", "operations.failed"),
                argumentSet("text memory", "w", "{\"resources\":{\"memoryMb\":\"x\"}}", "resources.memoryMb"),
                argumentSet("text flag", "w", "{\"synthetic\":\"yes\"}", "synthetic"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(@Nullable String key, String json, String field) {
        assertThat(HeartbeatParser.parse(key, json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.field()).isEqualTo(field));
    }

    @Test
    void null_and_oversized_values_are_refused_at_the_exact_limit() {
        assertThat(HeartbeatParser.parse("w", null)).isEqualTo(Parsed.rejected("value", "is null"));
        assertThat(HeartbeatParser.parse("w", padded(Heartbeat.BYTES_MAX))).isInstanceOf(Parsed.Valid.class);
        assertThat(HeartbeatParser.parse("w", padded(Heartbeat.BYTES_MAX + 1))).isInstanceOf(Parsed.Rejected.class);
    }

    @Test
    void invalid_utf_8_is_refused() {
        assertThat(HeartbeatParser.parse("w", new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'}))
                .isInstanceOf(Parsed.Rejected.class);
    }

    @Test
    void a_rejection_is_one_printable_line_whatever_it_quotes() {
        var parsed = HeartbeatParser.parse("w", "{\"status\":\"a\\nb\\u001b[31m\"}".getBytes(StandardCharsets.UTF_8));
        var message = ((Parsed.Rejected<Heartbeat>) parsed).message();
        assertThat(message).doesNotContain("\n", "\u001b").contains("field 'status': a\\u000ab\\u001b[31m is none of");
    }

    private static byte[] padded(int bytes) {
        var head = "{\"x\":\"";
        return (head + "a".repeat(bytes - head.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static Heartbeat valid(@Nullable String key, String json) {
        var parsed = HeartbeatParser.parse(key, json.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed).as(json).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid<Heartbeat>) parsed).value();
    }
}
