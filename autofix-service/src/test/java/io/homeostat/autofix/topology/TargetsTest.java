package io.homeostat.autofix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Json;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage of the targets, of which the driver knows partition 0 only. */
class TargetsTest {

    private static final String PATTERN = "{\"patternId\":\"pat-1\",\"kind\":\"FREQUENCY\",\"category\":\"resource\","
            + "\"type\":\"out_of_memory\",\"workerType\":\"resizer\",\"occurrences\":9,"
            + "\"firstSeen\":\"2026-11-25T07:00:00.000Z\",\"lastSeen\":\"2026-11-25T08:00:00.000Z\",\"windowHours\":24,"
            + "\"confidence\":1.00,\"severity\":\"P2\",\"subjects\":[\"w-1\"],\"examples\":[],\"status\":\"ACTIVE\","
            + "\"id\":\"ptr-1\",\"causeId\":\"failures/0/9\",\"incidentId\":\"inc-1\"}";

    private final TopologyTestDriver driver = Bench.driver(AutofixTopology.addTargets(Bench.empty(), TopicNames.PLAIN));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void a_pattern_goes_on_with_its_id_as_cause_and_its_incident() {
        pipe(Topics.FAILURE_PATTERNS, "pat-1", PATTERN);
        assertThat(told()).singleElement().isInstanceOfSatisfying(AdmissionInput.Recurring.class, told -> {
            assertThat(told.pattern().classification()).isEqualTo("resource:out_of_memory");
            assertThat(told.pattern().causeId()).isEqualTo("ptr-1");
            assertThat(told.pattern().incidentId()).isEqualTo("inc-1");
            assertThat(told.pattern().active()).isTrue();
        });
        pipe(Topics.FAILURE_PATTERNS, "pat-1", null);
        assertThat(told()).containsExactly(new AdmissionInput.Forgotten("pat-1"));
    }

    @ParameterizedTest(name = "evidence {0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "-",
            delimiter = '|',
            value = {
                "{\"kind\":\"TASK_ERROR\"} | TASK_ERROR",
                "{\"kind\":\"STORM\"} | -",
                "{\"kind\":\"NEW\"} | -",
                "{\"kind\":7} | -",
                "{} | -",
                "null | -"
            })
    void a_pattern_goes_on_with_the_kind_of_failure_that_it_is_made_of(String evidence, @Nullable FailureKind kind) {
        pipe(Topics.FAILURE_PATTERNS, "pat-1", PATTERN.replace("\"id\":", "\"evidence\":" + evidence + ",\"id\":"));
        assertThat(told())
                .singleElement()
                .isInstanceOfSatisfying(
                        AdmissionInput.Recurring.class,
                        told -> assertThat(told.pattern().kind()).isEqualTo(kind));
    }

    @Test
    void a_broken_pattern_and_a_broken_result_are_dead_letters() {
        pipe(Topics.FAILURE_PATTERNS, "pat-1", "{\"patternId\":\"pat-1\"}");
        pipe(Topics.FIX_RESULTS, "w-1", "{\"commandId\":\"c\",\"status\":\"MAYBE\",\"agent\":\"a\"}");
        pipe(Topics.FIX_RESULTS, null, "{\"commandId\":\"c\",\"status\":\"FAILED\",\"agent\":\"a\"}");
        assertThat(deadLetters())
                .extracting(DeadLetter::topic)
                .containsExactly("failure-patterns", "fix-results", "fix-results");
        assertThat(told()).isEmpty();
    }

    @Test
    void a_result_in_the_right_partition_goes_on_with_its_append_time_and_a_misplaced_one_to_its_task() {
        var result = "{\"commandId\":\"c-1\",\"status\":\"SUCCEEDED\",\"agent\":\"a-1\",\"message\":\"m\"}";
        var here = target(partition -> partition == 0);
        pipe(Topics.FIX_RESULTS, here, result);
        assertThat(told()).singleElement().isInstanceOfSatisfying(AdmissionInput.Answered.class, told -> {
            assertThat(told.target()).isEqualTo(here);
            assertThat(told.at()).isEqualTo(Bench.START);
            assertThat(told.causeId()).isEqualTo("fix-results/0/0");
        });
        pipe(Topics.FIX_RESULTS, target(partition -> partition != 0), result);
        assertThat(told()).isEmpty();
        var rerouted = records(Topics.FIX_REROUTED);
        assertThat(rerouted).hasSize(1);
        assertThat(new String(rerouted.getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo(result);
    }

    @ParameterizedTest(name = "{0} {1} is ours: {2}")
    @CsvSource({
        "APPROVE, fix-1, true",
        "REJECT, fix-1, true",
        "APPROVE, pol-1, false",
        "APPROVE, unknown, false",
        "PAUSE, fix-1, false",
        "ROLLBACK, fix-1, false"
    })
    void only_votes_about_fixes_are_ours(String type, String id, boolean ours) {
        var subject = target(partition -> partition == 0);
        pipe(
                Topics.OPERATOR_COMMANDS,
                subject,
                "{\"commandId\":\"c-1\",\"type\":\"" + type + "\",\"subject\":\"" + subject
                        + "\",\"actor\":\"bob\",\"reason\":\"r\",\"arguments\":{\"id\":\"" + id + "\"}}");
        assertThat(told()).hasSize(ours ? 1 : 0);
        assertThat(deadLetters()).isEmpty();
        assertThat(records(Topics.FIX_REROUTED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator-commands", "restarts", "failures"})
    void what_another_service_refuses_is_passed_over(String topic) {
        var spec = Topics.all().stream()
                .filter(t -> t.name().equals(topic))
                .findFirst()
                .orElseThrow();
        for (var broken : List.of("", "{", "[]", "{\"workerId\":7}")) {
            pipe(spec, "w-1", broken);
        }
        pipe(spec, "w-1", null);
        assertThat(deadLetters()).isEmpty();
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} goes on: {2}")
    @CsvSource({
        "SUCCEEDED, SUCCEEDED, true",
        "REFUSED, REFUSED, true",
        "ABANDONED, ABANDONED, true",
        "COMMANDED, START, true",
        "COMMANDED, RESTART, true",
        "COMMANDED, TERMINATE, false",
        "COMMANDED, FENCE, false",
        "FAILED, FAILED, false",
        "SCHEDULED, SCHEDULED, false"
    })
    void of_restarts_ends_and_starts_go_on_with_the_request_that_they_answer(
            String status, String decision, boolean end) {
        pipe(
                Topics.RESTARTS,
                "w-1",
                "{\"restartId\":\"rst-1\",\"workerId\":\"w-1\",\"workerType\":\"t\",\"attempt\":1,\"maxAttempts\":3,"
                        + "\"status\":\"" + status + "\",\"decision\":\"" + decision
                        + "\",\"reason\":\"REQUESTED\",\"id\":\"rsr-1\",\"causeId\":\"x\","
                        + "\"evidence\":{\"requestId\":\"rrq-1\"}}");
        assertThat(told())
                .hasSize(end ? 1 : 0)
                .allSatisfy(input -> assertThat(input)
                        .isInstanceOfSatisfying(AdmissionInput.Restarted.class, restarted -> {
                            assertThat(restarted.requestId()).isEqualTo("rrq-1");
                            assertThat(restarted.causeId()).isEqualTo("rsr-1");
                            assertThat(restarted.at()).isEqualTo(Bench.START);
                        }));
    }

    @Test
    void the_end_of_a_fenced_incarnation_is_no_restart_that_a_fix_can_join() {
        for (var evidence : List.of("", "\"newIncarnation\":\"~2\"", "\"requestId\":\"rrq-1\"")) {
            pipe(
                    Topics.RESTARTS,
                    "w-1",
                    "{\"restartId\":\"rst-1\",\"workerId\":\"w-1\",\"workerType\":\"t\",\"attempt\":1,\"maxAttempts\":1,"
                            + "\"status\":\"SUCCEEDED\",\"reason\":\"ZOMBIE\",\"id\":\"rsr-1\",\"causeId\":\"x\","
                            + "\"evidence\":{" + evidence + "}}");
            assertThat(told()).as(evidence).hasSize(evidence.isEmpty() ? 0 : 1);
        }
    }

    @Test
    void equal_failures_between_two_ticks_become_one_before_the_tick() {
        failure("w-1", "OUT_OF_MEMORY", "");
        failure("w-1", "OUT_OF_MEMORY", "");
        failure("w-1", "CRASH", "");
        failure("w-2", "CRASH", "");
        assertThat(told()).isEmpty();
        pipe(Topics.CLOCK, "0", "{}");
        var records = records(Topics.FIX_ADMISSION);
        assertThat(records).hasSize(4);
        assertThat(records.getLast().key()).isEqualTo("~0");
        assertThat(records.subList(0, 3).stream()
                        .map(r -> Json.readState(r.value(), AdmissionInput.Failed.class))
                        .map(f -> f.workerId() + " " + f.kind() + " " + f.count()))
                .containsExactly("w-1 CRASH 1", "w-1 OUT_OF_MEMORY 2", "w-2 CRASH 1");
        pipe(Topics.CLOCK, "0", "{}");
        assertThat(records(Topics.FIX_ADMISSION)).hasSize(1);
    }

    @Test
    void drills_and_the_troubles_of_the_plane_are_no_recurrence() {
        failure("w-1", "CRASH", ",\"synthetic\":true");
        failure("w-1", FailureKind.RESTART_FAILED.name(), "");
        pipe(Topics.FAILURES, "svc", "{\"subject\":\"svc\",\"kind\":\"CRASH\"}");
        pipe(Topics.CLOCK, "0", "{}");
        assertThat(records(Topics.FIX_ADMISSION)).hasSize(1);
    }

    private void failure(String worker, String kind, String more) {
        pipe(Topics.FAILURES, worker, "{\"workerId\":\"" + worker + "\",\"kind\":\"" + kind + "\"" + more + "}");
    }

    private static String target(IntPredicate partition) {
        return IntStream.range(0, 1_000)
                .mapToObj(n -> "w-" + n)
                .filter(id -> partition.test(Placement.of(id, TopicSpec.PARTITIONS)))
                .findFirst()
                .orElseThrow();
    }

    private void pipe(TopicSpec topic, @Nullable String key, @Nullable String value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key, value == null ? null : value.getBytes(StandardCharsets.UTF_8), Bench.START));
    }

    private List<AdmissionInput> told() {
        return records(Topics.FIX_ADMISSION).stream()
                .map(record -> Json.readState(record.value(), AdmissionInput.class))
                .toList();
    }

    private List<DeadLetter> deadLetters() {
        return records(Topics.DEAD_LETTERS).stream()
                .map(record -> Json.readState(record.value(), DeadLetter.class))
                .toList();
    }

    private List<TestRecord<String, byte[]>> records(TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }
}
