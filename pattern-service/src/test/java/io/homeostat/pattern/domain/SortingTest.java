package io.homeostat.pattern.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.pattern.domain.Sorting.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SortingTest {

    @ParameterizedTest
    @EnumSource
    void kinds_count_for_what_the_contract_says(FailureKind kind) {
        var parts = Sorting.failure(Failures.of(kind).get(), Failures.ORIGIN);

        assertThat(parts.stream().anyMatch(Part.Sampled.class::isInstance)).isEqualTo(kind.inErrorRates());
        assertThat(parts.stream().anyMatch(Part.Occurred.class::isInstance)).isEqualTo(kind.inPatterns());
        assertThat(parts.stream().anyMatch(Part.Signalled.class::isInstance))
                .isEqualTo(!kind.inPatterns() && kind != FailureKind.BACK_TO_NORMAL);
    }

    @ParameterizedTest
    @EnumSource
    void a_drill_is_never_counted(FailureKind kind) {
        assertThat(Sorting.failure(Failures.of(kind).with("synthetic", true).get(), Failures.ORIGIN))
                .allSatisfy(part -> assertThat(part).isInstanceOf(Part.Signalled.class));
    }

    @ParameterizedTest(name = "type {0}, service {1}, version {2}")
    @CsvSource(
            nullValues = "-",
            value = {"-, -, -, default, default, unknown", "t, -, -, t, t, unknown", "t, s, 1, t, s, 1"})
    void what_a_failure_does_not_name_has_the_defaults_of_the_contract(
            @Nullable String type,
            @Nullable String service,
            @Nullable String version,
            String ofType,
            String ofService,
            String ofVersion) {
        var failure = Failures.of(FailureKind.CRASH)
                .with("workerType", type)
                .with("service", service)
                .with("version", version)
                .get();

        var parts = Sorting.failure(failure, Failures.ORIGIN);

        assertThat(parts.getFirst())
                .isEqualTo(new Part.Sampled(
                        new Sample(ofService, ofVersion, 0, 1, "failure/failures/2/7", Failures.ORIGIN.coordinates())));
        assertThat(((Part.Occurred) parts.get(1)).occurrence().workerType()).isEqualTo(ofType);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "TASK_ERROR, P0, P0",
                "TASK_ERROR, P1, P1",
                "TASK_ERROR, P2, -",
                "TASK_ERROR, -, -",
                "RESTART_ABANDONED, -, P2",
                "BREAKER_OPENED, -, P1",
                "RESTART_FAILED, -, P3",
                "BLIND, P3, P3"
            })
    void grave_failures_and_the_planes_own_troubles_are_signalled(
            FailureKind kind, @Nullable Severity said, @Nullable Severity signalled) {
        var parts = Sorting.failure(Failures.of(kind).with("severity", said).get(), Failures.ORIGIN);

        assertThat(troubles(parts).stream().map(Signal.Trouble::severity).toList())
                .isEqualTo(signalled == null ? List.of() : List.of(signalled));
    }

    @Test
    void a_failure_of_a_service_keeps_its_incident_and_one_without_gets_that_of_its_kind_and_subject() {
        var named =
                Failures.of(FailureKind.RESTART_ABANDONED).with("id", "flr-1").with("incidentId", "inc-1");

        assertThat(troubles(Sorting.failure(named.get(), Failures.ORIGIN)))
                .extracting(Signal.Trouble::incidentId)
                .containsExactly("inc-1");
        var minted = troubles(Sorting.failure(Failures.of(FailureKind.NO_DATA).get(), Failures.ORIGIN));
        var again = troubles(Sorting.failure(Failures.of(FailureKind.NO_DATA).get(), Failures.ORIGIN));
        assertThat(minted)
                .extracting(Signal.Trouble::incidentId)
                .first()
                .asString()
                .startsWith("inc-");
        assertThat(again).isEqualTo(minted);
    }

    @Test
    void an_incident_id_that_is_none_is_an_unknown_field() {
        var odd = Failures.of(FailureKind.TASK_ERROR).with("id", 5).with("incidentId", "~ odd \n");

        assertThat(troubles(Sorting.failure(odd.get(), Failures.ORIGIN))).isEmpty();
    }

    @Test
    void back_to_normal_ends_the_incident_that_it_names() {
        var normal = Failures.of(FailureKind.BACK_TO_NORMAL)
                .with("failureId", "flr-9")
                .with("incidentId", "inc-1")
                .get();

        assertThat(Sorting.failure(normal, Failures.ORIGIN))
                .containsExactly(new Part.Signalled(
                        new Signal.Ended("inc-1", "w-1 is back to normal.", "flr-9", "failures/2/7")));
    }

    @ParameterizedTest(name = "{0} failed of {1}: {2} and {3}")
    @CsvSource(
            nullValues = "-",
            value = {"0, 10, 10, 0", "3, 10, 7, 3", "10, 10, 0, 10", "11, 10, 0, 10", "-, 10, -, -", "3, -, -, -"})
    void a_check_is_a_sample_where_it_gives_both_numbers(
            @Nullable Long failures, @Nullable Long operations, @Nullable Long succeeded, @Nullable Long failed) {
        var json = "{\"service\":\"s\",\"checkId\":\"c\",\"failureCount\":%s,\"operations\":%s}"
                .formatted(failures, operations);
        var check = ((Parsed.Valid<HealthCheck>)
                        HealthCheck.parse(null, json.getBytes(StandardCharsets.UTF_8), Failures.ORIGIN))
                .value();

        assertThat(Sorting.check(check, Failures.ORIGIN))
                .isEqualTo(
                        succeeded == null || failed == null
                                ? List.of()
                                : List.of(new Part.Sampled(
                                        new Sample("s", "unknown", succeeded, failed, "check/c", "failures/2/7"))));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "WARNING, SILENT, nothing",
        "UNRESPONSIVE, SILENT, nothing",
        "ZOMBIE, SILENT, trouble",
        "ZOMBIE, NEVER_HEARD, trouble",
        "FAILED, CRASHED, trouble",
        "STUCK, NO_PROGRESS, trouble",
        "ZOMBIE, FENCED, nothing",
        "ZOMBIE, FORGOTTEN, ended",
        "ALIVE, HEARTBEAT_RESUMED, ended",
        "ALIVE, NEW_INCARNATION, ended",
        "STOPPED, GOODBYE, ended"
    })
    void the_status_of_a_worker_opens_and_ends_its_incident(WorkerState state, Reason reason, String what) {
        var parts = Sorting.status(status(state, reason, "inc-1"), Failures.ORIGIN);

        assertThat(parts.stream().map(SortingTest::name).toList())
                .isEqualTo(what.equals("nothing") ? List.of() : List.of(what));
    }

    @Test
    void a_status_outside_of_any_trouble_is_no_signal() {
        assertThat(Sorting.status(status(WorkerState.ALIVE, Reason.FIRST_BEAT, null), Failures.ORIGIN))
                .isEmpty();
    }

    private static String name(Part part) {
        return part instanceof Part.Signalled(Signal.Trouble trouble) && trouble.lasting() ? "trouble" : "ended";
    }

    private static List<Signal.Trouble> troubles(List<Part> parts) {
        return parts.stream()
                .filter(part -> part instanceof Part.Signalled(Signal.Trouble _))
                .map(part -> (Signal.Trouble) ((Part.Signalled) part).signal())
                .toList();
    }

    private static WorkerStatus status(WorkerState state, Reason reason, @Nullable String incidentId) {
        var provenance = new Provenance("sts-1", "heartbeats/0/1", incidentId, null, "said", null, null, null, false);
        return new WorkerStatus(
                "w-1",
                "t",
                "s",
                "1",
                "production",
                "i",
                state,
                null,
                reason,
                null,
                null,
                0,
                null,
                Failures.TIME,
                null,
                null,
                null,
                null,
                null,
                provenance);
    }
}
