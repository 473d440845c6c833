package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Occurrence;
import io.homeostat.pattern.domain.Sample;
import io.homeostat.pattern.domain.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

    private final Bench bench = Bench.subjects();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void operations_of_beats_wait_for_the_tick_and_are_one_sample_per_version() {
        for (int n = 0; n < 100; n++) {
            beat("w-" + n, "'version':'1','operations':{'succeeded':2}");
        }
        beat("w-1", "'version':'2','operations':{'succeeded':7}");
        assertThat(samples()).isEmpty();

        bench.tick();

        assertThat(samples())
                .extracting(Sample::version, Sample::succeeded, Sample::failed)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("1", 200L, 0L),
                        org.assertj.core.groups.Tuple.tuple("2", 7L, 0L));
        bench.tick();
        assertThat(samples()).isEmpty();
    }

    @Test
    void a_sum_stands_at_the_time_of_its_beats_and_not_of_the_tick() {
        beat("w-1", "'operations':{'succeeded':1}");
        bench.passUnticked(Duration.ofMinutes(10));
        beat("w-1", "'operations':{'succeeded':2}");
        bench.tick();

        assertThat(bench.records(Topics.PATTERN_SAMPLES).stream()
                        .filter(record -> !TickPlacement.isTick(record.key()))
                        .map(record -> record.getRecordTime()))
                .containsExactlyInAnyOrder(Bench.START, bench.now());
    }

    @Test
    void a_beat_with_failed_operations_goes_at_once() {
        beat("w-1", "'operations':{'succeeded':5,'failed':1}");

        assertThat(samples()).singleElement().satisfies(sample -> {
            assertThat(sample.succeeded()).isEqualTo(5);
            assertThat(sample.failed()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'operations':{'succeeded':5,'failed':1},'synthetic':true",
                "'operations':{'succeeded':0,'failed':0}",
                "'progress':5"
            })
    void drills_and_beats_without_operations_are_no_samples(String fields) {
        beat("w-1", fields);
        bench.tick();

        assertThat(samples()).isEmpty();
    }

    @Test
    void a_failure_goes_at_once_to_its_rate_and_its_pattern() {
        bench.pipe(Topics.FAILURES, "w-1", "{'workerId':'w-1','failureId':'f-1','kind':'OUT_OF_MEMORY','service':'s'}");

        assertThat(samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.failed()).isEqualTo(1));
        assertThat(bench.read(Topics.PATTERN_OCCURRENCES, Occurrence.class))
                .singleElement()
                .satisfies(occurrence -> assertThat(occurrence.failureId()).isEqualTo("f-1"));
        assertThat(signals()).isEmpty();
    }

    @Test
    void a_misplaced_failure_is_sorted_all_the_same() {
        for (int n = 0; n < 12; n++) { // of which five sixths do not belong to this partition
            bench.pipe(Topics.FAILURES, "w-" + n, "{'kind':'TASK_ERROR','workerId':'w-" + n + "'}");
        }

        assertThat(bench.read(Topics.PATTERN_OCCURRENCES, Occurrence.class)).hasSize(12);
    }

    @Test
    void the_key_of_an_occurrence_is_its_pattern() {
        bench.pipe(Topics.FAILURES, "w-1", "{'workerId':'w-1','kind':'TASK_ERROR'}");

        var record = bench.records(Topics.PATTERN_OCCURRENCES).getLast();
        assertThat(record.key())
                .startsWith("pat-")
                .isEqualTo(io.homeostat.common.contract.Json.readState(record.value(), Occurrence.class)
                        .patternId());
    }

    @Test
    void troubles_and_commands_about_incidents_are_signals_with_their_key() {
        bench.pipe(
                Topics.FAILURES,
                "type/t",
                "{'subject':'type/t','kind':'BREAKER_OPENED','id':'flr-1','incidentId':'inc-1','severity':'P1'}");
        bench.pipe(
                Topics.OPERATOR_COMMANDS,
                "inc-1",
                "{'commandId':'c-1','type':'INCIDENT_ACK','subject':'inc-1','actor':'a','reason':'r'}");
        bench.pipe(
                Topics.OPERATOR_COMMANDS,
                "w-1",
                "{'commandId':'c-2','type':'RESTART','subject':'w-1','actor':'a','reason':'r'}");

        assertThat(signals())
                .satisfiesExactly(
                        trouble -> assertThat(trouble)
                                .isInstanceOfSatisfying(
                                        Signal.Trouble.class,
                                        t -> assertThat(t.severity()).isEqualTo(Severity.P1)),
                        ordered -> assertThat(ordered)
                                .isInstanceOfSatisfying(
                                        Signal.Ordered.class,
                                        o -> assertThat(o.command().commandId()).isEqualTo("c-1")));
    }

    @Test
    void ticks_go_on_to_every_stage_behind_the_sums() {
        bench.records(Topics.PATTERN_SAMPLES);
        beat("w-1", "'operations':{'succeeded':1}");
        bench.tick();

        assertThat(bench.records(Topics.PATTERN_SAMPLES))
                .extracting(record -> record.key())
                .containsExactly("default|unknown", "~0");
        assertThat(bench.records(Topics.PATTERN_OCCURRENCES).getLast().key()).isEqualTo("~0");
        assertThat(bench.records(Topics.INCIDENT_SIGNALS).getLast().getRecordTime())
                .isEqualTo(bench.now());
    }

    @Test
    void what_cannot_be_parsed_is_passed_over_as_its_own_service_refuses_it() {
        var noText = new byte[] {(byte) 0xff};
        for (var topic : List.of(
                Topics.FAILURES,
                Topics.HEARTBEATS,
                Topics.HEALTH_CHECKS,
                Topics.WORKER_STATUS,
                Topics.OPERATOR_COMMANDS)) {
            bench.pipe(topic, "k", "{broken");
            bench.pipe(topic, "k", (byte[]) null);
            bench.pipeRaw(topic, noText, "{}".getBytes(StandardCharsets.UTF_8));
        }
        bench.pipe(Topics.HEARTBEATS, "~0", "{}");

        assertThat(bench.records(Topics.DEAD_LETTERS)).isEmpty();
        assertThat(samples()).isEmpty();
        assertThat(signals()).isEmpty();
    }

    @Test
    void a_refused_policy_is_told_of_at_the_next_tick() {
        bench.patternPolicy("{\"frequency_threshold\":0}");

        assertThat(bench.read(Topics.FAILURES, Failure.class))
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.kind()).isEqualTo(io.homeostat.common.contract.FailureKind.CONFIG_INVALID));
    }

    @Test
    void a_tick_goes_to_the_partition_of_its_key_and_nothing_else_does() {
        var placement = TickPlacement.of();
        assertThat(placement.partitions("t", "~4", new byte[0], 6)).hasValue(java.util.Set.of(4));
        assertThat(placement.partitions("t", "~6", new byte[0], 6)).isEmpty();
        assertThat(placement.partitions("t", "~4|1", new byte[0], 6)).isEmpty();
        assertThat(placement.partitions("t", "4", new byte[0], 6)).isEmpty();
    }

    private void beat(String worker, String fields) {
        bench.pipe(Topics.HEARTBEATS, worker, "{'workerId':'" + worker + "'," + fields + "}");
    }

    private List<Sample> samples() {
        return bench.read(Topics.PATTERN_SAMPLES, Sample.class);
    }

    private List<Signal> signals() {
        return bench.read(Topics.INCIDENT_SIGNALS, Signal.class);
    }
}
