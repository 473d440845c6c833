package io.homeostat.heartbeat.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    private static final String W = WorkerIds.inPartition(0);

    @TempDir
    Path directory;

    private Plane plane;

    @BeforeEach
    void start() {
        plane = new Plane(directory);
        plane.tick().beat(W, "'incarnation':'a','sequence':1");
        assertThat(plane.statuses()).hasSize(1);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    static Stream<Arguments> refused() {
        var deep = "{'x':" + "[".repeat(10_000);
        var large = "{'workerId':'" + W + "','taskId':'" + "t".repeat(17_000) + "'}";
        return Stream.of(
                row("broken JSON", Topics.HEARTBEATS, W, "{'workerId':", "JSON"),
                row("no object", Topics.HEARTBEATS, W, "[]", "object"),
                row("null value", Topics.HEARTBEATS, W, null, "null"),
                row("wrong type", Topics.HEARTBEATS, W, "{'sequence':'1'}", "sequence"),
                row("unknown status", Topics.HEARTBEATS, W, "{'status':'DANCING'}", "status"),
                row("score above 100", Topics.HEARTBEATS, W, "{'healthScore':101}", "healthScore"),
                row("reserved incarnation", Topics.HEARTBEATS, W, "{'incarnation':'~1'}", "incarnation"),
                row("key differs from id", Topics.HEARTBEATS, W, "{'workerId':'other'}", "key"),
                row("neither key nor id", Topics.HEARTBEATS, null, "{}", "workerId"),
                row("empty key, no id", Topics.HEARTBEATS, "", "{}", "workerId"),
                row("id with a path trick", Topics.HEARTBEATS, "../w", "{}", "worker id"),
                row("nested 10 000 deep", Topics.HEARTBEATS, W, deep, "JSON"),
                row("oversized", Topics.HEARTBEATS, W, large, "limit"),
                row("two values", Topics.HEARTBEATS, W, "{} {}", "behind"),
                row("crash of no kind", Topics.FAILURES, W, "{'workerId':'" + W + "'}", "kind"),
                row("crash of unknown kind", Topics.FAILURES, W, "{'workerId':'" + W + "','kind':'BOOM'}", "kind"),
                row("crash of nobody", Topics.FAILURES, W, "{'kind':'CRASH'}", "workerId"),
                row("null failure", Topics.FAILURES, W, null, "null"),
                row("command without an id", Topics.RESTART_COMMANDS, W, "{'workerId':'" + W + "'}", "commandId"),
                row("command of another worker", Topics.RESTART_COMMANDS, W, command("other"), "differs"),
                row("command under no key", Topics.RESTART_COMMANDS, null, command(W), "differs"),
                row("null command", Topics.RESTART_COMMANDS, W, null, "null"),
                row("stray record among the routed", Topics.HEARTBEATS_ROUTED, W, "{}", "neither"),
                row("stray tick among the routed", Topics.HEARTBEATS_ROUTED, "~1", "{}", "neither"));
    }

    private static String command(String workerId) {
        return "{'commandId':'c','action':'TERMINATE','workerId':'" + workerId + "','id':'c','causeId':'x'}";
    }

    private static Arguments row(
            String label, TopicSpec topic, @Nullable String key, @Nullable String value, String error) {
        return argumentSet(label, topic, key, value, error);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void goes_to_dead_letters_with_its_reason_and_changes_nobody(
            TopicSpec topic, @Nullable String key, @Nullable String value, String error) {
        var before = plane.stored(HeartbeatTopology.WORKERS_STORE, W);
        plane.send(topic, key, value);
        assertThat(plane.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.error()).contains(error);
            assertThat(letter.topic()).isEqualTo(topic.name());
            assertThat(letter.service()).isEqualTo("heartbeat-service");
        });
        assertThat(plane.statuses()).isEmpty();
        assertThat(plane.stored(HeartbeatTopology.WORKERS_STORE, W)).isEqualTo(before);
        assertThat(plane.size(HeartbeatTopology.WORKERS_STORE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'commandId':'c','status':'OK','agent':'a'}", "[]", ""})
    void what_is_no_result_is_left_to_restart_service_to_refuse(String value) {
        plane.send(Topics.RESTART_RESULTS, W, value);
        assertThat(plane.deadLetters()).isEmpty();
        assertThat(plane.statuses()).isEmpty();
    }

    @Test
    void a_key_that_is_no_text_is_refused() {
        plane.sendBytes(Topics.HEARTBEATS, new byte[] {(byte) 0xff, 0x41}, "{}".getBytes(UTF_8), new RecordHeaders());
        assertThat(plane.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.error()).contains("UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'future':{'deep':[1,2,{'x':null}]},'other':1",
                "'time':'2099-01-01T00:00:00Z'",
                "'time':'1970-01-01T00:00:00Z'",
                "'intervalSeconds':0.5",
                "'killSwitchOffset':null"
            })
    void what_is_strange_but_valid_is_a_beat_and_its_clock_decides_nothing(String fields) {
        plane.ticksForSeconds(60)
                .beat(W, "'incarnation':'a','sequence':2," + fields)
                .ticksForSeconds(59);
        assertThat(plane.deadLetters()).isEmpty();
        assertThat(plane.statuses())
                .extracting(status -> status.state())
                .containsExactly(WorkerState.WARNING, WorkerState.ALIVE);
        plane.ticksForSeconds(1);
        assertThat(plane.statuses()).extracting(status -> status.state()).containsExactly(WorkerState.WARNING);
    }

    @Test
    void a_null_key_is_taken_from_the_id() {
        plane.send(Topics.HEARTBEATS, null, "{'workerId':'" + W + "','incarnation':'b'}");
        assertThat(plane.statuses())
                .singleElement()
                .satisfies(status -> assertThat(status.incarnation()).isEqualTo("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~0", "~5", "~", "~0>1", "~99999999999", "~✂"})
    void a_forged_tick_brings_no_more_time_than_passed(String key) {
        for (int i = 0; i < 1_000; i++) {
            plane.send(Topics.HEARTBEATS, key, i % 2 == 0 ? "{'time':'2099-01-01T00:00:00Z'}" : null);
        }
        assertThat(plane.statuses()).isEmpty();
        assertThat(plane.deadLetters()).isEmpty();
        plane.ticksFor(java.time.Duration.ofMillis(59_500));
        assertThat(plane.statuses()).isEmpty();
        plane.ticksFor(Plane.TICK);
        assertThat(plane.statuses()).extracting(status -> status.state()).containsExactly(WorkerState.WARNING);
    }

    @Test
    void a_subject_that_is_no_worker_is_not_made_one() {
        var other = WorkerIds.inPartition(0, 2).getLast();
        plane.send(Topics.FAILURES, other, "{'subject':'" + other + "','kind':'CRASH'}");
        assertThat(plane.statuses()).isEmpty();
        plane.send(Topics.FAILURES, W, "{'subject':'" + W + "','kind':'OUT_OF_MEMORY'}");
        assertThat(plane.statuses()).extracting(status -> status.state()).containsExactly(WorkerState.FAILED);
    }
}
