package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.AdmissionInput.Departure;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The stage of the workers: what goes on to admission, what stays, and what is refused. */
class WorkersTest {

    private final WorkersBench bench = new WorkersBench();
    private final String worker = WorkersBench.placedWorker();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void the_health_of_workers_that_nobody_asked_about_stays_here() {
        for (var state : new WorkerState[] {
            WorkerState.REGISTERED,
            WorkerState.ALIVE,
            WorkerState.WARNING,
            WorkerState.UNRESPONSIVE,
            WorkerState.STOPPED
        }) {
            bench.status(worker, state, "a", WorkerStatus.Reason.SILENT);
        }
        assertThat(bench.told()).isEmpty();
    }

    @Test
    void a_worker_that_is_down_is_told_once_with_id_and_incident_of_its_status() {
        bench.status(worker, WorkerState.ZOMBIE, "a", WorkerStatus.Reason.SILENT);
        bench.status(worker, WorkerState.ZOMBIE, "a", WorkerStatus.Reason.SCORE_CHANGED);

        assertThat(bench.told()).singleElement().satisfies(input -> {
            var down = (AdmissionInput.Down) input;
            assertThat(down.causeId()).isEqualTo("wst-1");
            assertThat(down.incidentId()).isEqualTo("inc-1");
            assertThat(down.subject().taskId()).isEqualTo("t-9");
            assertThat(down.subject().state()).isEqualTo(WorkerState.ZOMBIE);
        });
    }

    @Test
    void what_was_down_is_followed_from_then_on() {
        bench.status(worker, WorkerState.FAILED, "a", WorkerStatus.Reason.CRASHED);
        bench.status(worker, WorkerState.ALIVE, "b", WorkerStatus.Reason.NEW_INCARNATION);
        bench.status(worker, WorkerState.WARNING, "b", WorkerStatus.Reason.SILENT);
        bench.status(worker, WorkerState.ALIVE, "b", WorkerStatus.Reason.HEARTBEAT_RESUMED);
        bench.status(worker, WorkerState.STOPPED, "b", WorkerStatus.Reason.RETIRED);
        bench.pipe(Topics.WORKER_STATUS, worker, null);

        var told = bench.told();
        assertThat(told.subList(1, 4))
                .containsExactly(
                        new AdmissionInput.Up(worker, "b", "wst-2"),
                        new AdmissionInput.Gone(worker, "b", Departure.RETIRED, "wst-5"),
                        new AdmissionInput.Gone(worker, "b", Departure.FORGOTTEN, "worker-status/0/5"));
        assertThat(told).hasSize(4);
    }

    @Test
    void a_fenced_incarnation_is_told_beside_the_present_state() {
        bench.status(worker, WorkerState.ALIVE, "b", WorkerStatus.Reason.FENCED);

        assertThat(bench.told()).first().satisfies(input -> {
            var fenced = (AdmissionInput.Fenced) input;
            assertThat(fenced.incarnation()).isEqualTo("fenced");
            assertThat(fenced.subject().incarnation()).isEqualTo("b");
        });
    }

    @Test
    void a_request_carries_what_is_known_of_the_worker() {
        bench.status(worker, WorkerState.ALIVE, "a", WorkerStatus.Reason.FIRST_BEAT);
        bench.pipe(Topics.RESTART_REQUESTS, worker, "{\"reason\":\"slow\",\"requestedBy\":\"alice\",\"surprise\":1}");

        assertThat(bench.told()).singleElement().satisfies(input -> {
            var asked = (AdmissionInput.Requested) input;
            assertThat(asked.subject().incarnation()).isEqualTo("a");
            assertThat(asked.subject().isLive()).isTrue();
            assertThat(asked.request().requestId()).isEqualTo("restart-requests/0/0");
            assertThat(asked.causeId()).isEqualTo("restart-requests/0/0");
        });
    }

    @Test
    void the_older_file_format_is_read_with_a_null_key() {
        bench.pipe(
                Topics.RESTART_REQUESTS,
                null,
                "{\"worker_id\":\"" + worker + "\",\"worker_type\":\"resizer\",\"task_id\":\"t-1\","
                        + "\"reason\":\"r\",\"requestedBy\":\"a\",\"created_at\":\"2026-11-25T08:00:00Z\"}");

        assertThat(bench.told()).singleElement().satisfies(input -> {
            var asked = (AdmissionInput.Requested) input;
            assertThat(asked.subject().workerType()).isEqualTo("resizer");
            assertThat(asked.subject().taskId()).isEqualTo("t-1");
            assertThat(asked.subject().state()).isNull();
        });
    }

    @Test
    void a_result_goes_on_with_its_coordinates() {
        bench.pipe(
                Topics.RESTART_RESULTS,
                worker,
                "{\"commandId\":\"cmd-1\",\"status\":\"SUCCEEDED\",\"agent\":\"a-1\",\"incarnation\":\"b\"}");

        assertThat(bench.told())
                .containsExactly(new AdmissionInput.Answered(
                        worker, "cmd-1", CommandResult.Status.SUCCEEDED, "a-1", null, "b", "restart-results/0/0"));
    }

    @Test
    void ticks_go_on_with_their_append_time() {
        bench.pipe(Topics.CLOCK, "0", "{}");

        assertThat(bench.records(Topics.RESTART_ADMISSION))
                .singleElement()
                .extracting(TestRecord::key, record -> record.timestamp())
                .containsExactly("~0", Bench.START.toEpochMilli());
    }

    @Test
    void a_misplaced_request_is_routed_to_the_task_of_its_worker() {
        var elsewhere = WorkersBench.misplacedWorker();
        bench.pipe(Topics.RESTART_REQUESTS, elsewhere, "{\"reason\":\"r\",\"requestedBy\":\"a\"}");

        assertThat(bench.told()).isEmpty();
        var routed = bench.records(Topics.RESTART_REROUTED).getFirst();
        assertThat(routed.key()).isEqualTo(elsewhere);
        assertThat(routed.headers().lastHeader("homeostat-origin-topic").value())
                .isEqualTo("restart-requests".getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> badInputs() {
        var worker = WorkersBench.placedWorker();
        var deep = "{\"x\":".repeat(40) + "1" + "}".repeat(40);
        var request = "{\"reason\":\"r\",\"requestedBy\":\"a\"";
        var large = request + ",\"pad\":\"" + "x".repeat(16 * 1024) + "\"}";
        return Stream.of(
                Arguments.of("broken JSON", Topics.RESTART_REQUESTS, worker, "{\"reason\":"),
                Arguments.of("no object", Topics.RESTART_REQUESTS, worker, "[1]"),
                Arguments.of("null value", Topics.RESTART_REQUESTS, worker, null),
                Arguments.of("a required field is missing", Topics.RESTART_REQUESTS, worker, "{\"reason\":\"r\"}"),
                Arguments.of("wrong type", Topics.RESTART_REQUESTS, worker, request + ",\"force\":\"yes\"}"),
                Arguments.of("wrong instant", Topics.RESTART_REQUESTS, worker, request + ",\"validUntil\":\"now\"}"),
                Arguments.of("no id at all", Topics.RESTART_REQUESTS, null, request + "}"),
                Arguments.of("empty key and no id", Topics.RESTART_REQUESTS, "", request + "}"),
                Arguments.of(
                        "key differs from id", Topics.RESTART_REQUESTS, worker, request + ",\"workerId\":\"other\"}"),
                Arguments.of("bad worker id", Topics.RESTART_REQUESTS, "../etc", request + "}"),
                Arguments.of("a tick's key", Topics.RESTART_REQUESTS, "~0", request + "}"),
                Arguments.of("too large", Topics.RESTART_REQUESTS, worker, large),
                Arguments.of("too deep", Topics.RESTART_REQUESTS, worker, deep),
                Arguments.of(
                        "unknown status",
                        Topics.RESTART_RESULTS,
                        worker,
                        "{\"commandId\":\"c\",\"status\":\"DONE\",\"agent\":\"a\"}"),
                Arguments.of("null result", Topics.RESTART_RESULTS, worker, null),
                Arguments.of("status without anything", Topics.WORKER_STATUS, worker, "{}"),
                Arguments.of("status of an unknown state", Topics.WORKER_STATUS, worker, "{\"state\":\"DIZZY\"}"),
                Arguments.of("status without a key", Topics.WORKER_STATUS, null, "{}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInputs")
    void bad_input_goes_to_dead_letters_and_nowhere_else(
            String what, TopicSpec topic, @Nullable String key, @Nullable String value) {
        bench.pipe(topic, key, value);

        assertThat(bench.deadLetters()).as(what).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(topic.name());
            assertThat(letter.error()).isNotEmpty();
            assertThat(letter.error()).doesNotContain("Exception");
        });
        assertThat(bench.told()).isEmpty();
    }
}
