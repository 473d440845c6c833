package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatJsonTest {

    private static final WorkerIdentity FULL =
            new WorkerIdentity("w-17", "image-resizer", "images", "1.4.2", "production", "01JD3");
    private static final WorkerIdentity BARE = new WorkerIdentity("w-17", null, null, null, null, "01JD3");
    private static final Beat.Condition NOTHING = new Beat.Condition(Beat.UNKNOWN, Beat.UNKNOWN, null, null);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void everything_that_is_known_in_the_order_of_the_contract() {
        var condition = new Beat.Condition(97, 55, "t-9", new Beat.Tokens(50_000, 12_000));
        var beat = new Beat(
                42,
                WorkerStatus.RUNNING,
                Instant.parse("2026-11-22T05:44:00.123456Z"),
                condition,
                new Beat.Operations(120, 3),
                new Beat.Resources(40, 512, 80),
                12);

        assertThat(json(FULL, beat))
                .isEqualTo("{\"workerId\":\"w-17\",\"workerType\":\"image-resizer\",\"service\":\"images\","
                        + "\"version\":\"1.4.2\",\"environment\":\"production\",\"incarnation\":\"01JD3\","
                        + "\"sequence\":42,\"status\":\"RUNNING\",\"time\":\"2026-11-22T05:44:00.123Z\","
                        + "\"intervalSeconds\":30,\"healthScore\":97,\"progress\":55,\"taskId\":\"t-9\","
                        + "\"operations\":{\"succeeded\":120,\"failed\":3},"
                        + "\"resources\":{\"cpuPercent\":40,\"memoryMb\":512,\"openFiles\":80},"
                        + "\"tokens\":{\"allocated\":50000,\"used\":12000},\"killSwitchOffset\":12}");
    }

    @Test
    void what_is_unknown_is_left_out_and_zero_is_known() {
        assertThat(json(BARE, beat(NOTHING, Beat.Resources.NOT_SAMPLED)))
                .isEqualTo("{\"workerId\":\"w-17\",\"incarnation\":\"01JD3\",\"sequence\":1,\"status\":\"STARTING\","
                        + "\"time\":\"2026-11-22T12:00:00.000Z\",\"intervalSeconds\":30,"
                        + "\"operations\":{\"succeeded\":0,\"failed\":0}}");
        assertThat(json(BARE, beat(new Beat.Condition(0, 0, "", null), new Beat.Resources(0, 64, Beat.UNKNOWN))))
                .contains("\"healthScore\":0,\"progress\":0,\"taskId\":\"\"")
                .contains("\"resources\":{\"cpuPercent\":0,\"memoryMb\":64}");
    }

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "2026-11-22T05:44:00Z, 2026-11-22T05:44:00.000Z",
        "2026-11-22T05:44:00.1Z, 2026-11-22T05:44:00.100Z",
        "2026-11-22T05:44:59.999999999Z, 2026-11-22T05:44:59.999Z",
        "2026-11-22T00:00:00.000000001Z, 2026-11-22T00:00:00.000Z",
    })
    void times_have_exactly_three_digits(Instant time, String expected) {
        var beat = new Beat(
                1, WorkerStatus.RUNNING, time, NOTHING, new Beat.Operations(0, 0), Beat.Resources.NOT_SAMPLED, -1);

        assertThat(json(BARE, beat)).contains("\"time\":\"" + expected + "\"");
    }

    @ParameterizedTest(name = "{0} ms is written {1} s")
    @CsvSource({"100, 0.1", "500, 0.5", "1000, 1", "1250, 1.25", "30000, 30", "3600000, 3600"})
    void intervals_are_plain_decimal_seconds(long millis, String expected) {
        var json = new HeartbeatJson(BARE, Duration.ofMillis(millis));

        assertThat(new String(json.bytes(beat(NOTHING, Beat.Resources.NOT_SAMPLED)), StandardCharsets.UTF_8))
                .contains("\"intervalSeconds\":" + expected + ",");
    }

    @Test
    void quotes_controls_and_other_scripts_are_escaped_or_written_in_utf_8() {
        assertThat(task("say \"hi\"\\\n\u0001")).isEqualTo("say \\\"hi\\\"\\\\\\n\\u0001");
        assertThat(task("größe 大 🦊")).isEqualTo("größe 大 🦊");
    }

    @Test
    void half_a_surrogate_pair_does_not_silence_the_worker() {
        assertThat(task("a\uD83Db")).isEqualTo("a\uFFFDb");
        assertThat(task("a\uDD8A")).isEqualTo("a\uFFFD");
        assertThat(task("🦊\uD83D")).isEqualTo("🦊\uFFFD");
    }

    private static String task(@Nullable String id) {
        var json = json(BARE, beat(new Beat.Condition(Beat.UNKNOWN, 7, id, null), Beat.Resources.NOT_SAMPLED));
        var from = json.indexOf("\"taskId\":\"") + 10;
        return json.substring(from, json.indexOf("\",\"operations\""));
    }

    private static Beat beat(Beat.Condition condition, Beat.Resources resources) {
        return new Beat(1, WorkerStatus.STARTING, NOON, condition, new Beat.Operations(0, 0), resources, Beat.UNKNOWN);
    }

    private static String json(WorkerIdentity identity, Beat beat) {
        return new String(new HeartbeatJson(identity, Duration.ofSeconds(30)).bytes(beat), StandardCharsets.UTF_8);
    }
}
