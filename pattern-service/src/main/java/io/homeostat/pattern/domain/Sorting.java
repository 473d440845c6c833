package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.contract.WorkerStatus.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record of the plane is for: a sample of a rate, an occurrence of a pattern, a signal to an incident. */
public final class Sorting {

    /** A part of what a record is for. */
    public sealed interface Part {
        record Sampled(Sample sample) implements Part {}

        record Occurred(Occurrence occurrence) implements Part {}

        record Signalled(Signal signal) implements Part {}
    }

    private static final String DEFAULT_TYPE = "default";
    private static final String UNKNOWN_VERSION = "unknown";

    private Sorting() {}

    /** Which kinds count for what is the table of the contract, section 3. A drill is no sample and no occurrence. */
    public static List<Part> failure(Failure failure, Origin origin) {
        var parts = new ArrayList<Part>();
        var type = orElse(failure.workerType(), DEFAULT_TYPE);
        var service = orElse(failure.service(), type);
        var version = orElse(failure.version(), UNKNOWN_VERSION);
        if (failure.kind().inErrorRates() && !failure.synthetic()) {
            var id = "failure/" + failure.failureId();
            parts.add(new Part.Sampled(new Sample(service, version, 0, 1, id, origin.coordinates())));
        }
        if (failure.kind().inPatterns() && !failure.synthetic()) {
            parts.add(new Part.Occurred(new Occurrence(
                    Classification.of(failure),
                    type,
                    service,
                    Signature.of(failure.message(), failure.subject()),
                    version,
                    failure.kind(),
                    failure.subject(),
                    failure.failureId(),
                    origin.coordinates())));
        }
        var signal = signal(failure, origin);
        if (signal != null) {
            parts.add(new Part.Signalled(signal));
        }
        return parts;
    }

    /** A check is a sample where it says both numbers; more failures than operations count as all of them. */
    public static List<Part> check(HealthCheck check, Origin origin) {
        if (check.failureCount() == null || check.operations() == null) {
            return List.of();
        }
        long operations = check.operations();
        long failed = Math.min(check.failureCount(), operations);
        var version = orElse(check.version(), UNKNOWN_VERSION);
        var id = "check/" + check.checkId();
        return List.of(new Part.Sampled(
                new Sample(check.service(), version, operations - failed, failed, id, origin.coordinates())));
    }

    /**
     * The end of a worker opens its incident, its recovery, good-bye or oblivion ends it. Read from the status and not from
     * the failure, as both stand in one topic in their order. WARNING and UNRESPONSIVE are no verdicts.
     */
    public static List<Part> status(WorkerStatus status, Origin origin) {
        var incidentId = status.provenance().incidentId();
        if (incidentId == null) {
            return List.of();
        }
        var id = status.provenance().id();
        var message = status.provenance().message();
        if (status.reason() == Reason.FORGOTTEN || !(status.state().isDown() || isWatched(status))) {
            var end = message == null ? status.workerId() + " is " + status.state() : message;
            return List.of(new Part.Signalled(new Signal.Ended(incidentId, end, id, origin.coordinates())));
        }
        return status.state().isDown() && status.reason() != Reason.FENCED
                ? List.of(new Part.Signalled(new Signal.Trouble(
                        incidentId,
                        status.state().name(),
                        status.workerId(),
                        status.service(),
                        status.workerType(),
                        Severity.P2,
                        message,
                        true,
                        id,
                        origin.coordinates(),
                        status.provenance().synthetic())))
                : List.of();
    }

    private static boolean isWatched(WorkerStatus status) {
        return switch (status.state()) {
            case WARNING, UNRESPONSIVE -> true;
            case REGISTERED, ALIVE, ZOMBIE, FAILED, STUCK, STOPPED -> false;
        };
    }

    /**
     * The plane's own troubles always belong to an incident; those of workers where their writer names one, or where they
     * are grave (P0, P1) by the word of their writer. All others do so when they recur.
     */
    private static @Nullable Signal signal(Failure failure, Origin origin) {
        var provenance = failure.provenance();
        var named = provenance == null ? null : provenance.incidentId();
        if (failure.kind() == FailureKind.BACK_TO_NORMAL) {
            // Without an incident it does not say what is back to normal.
            return named == null
                    ? null
                    : new Signal.Ended(named, sentence(failure), failure.failureId(), origin.coordinates());
        }
        var severity = failure.severity();
        boolean grave = severity == Severity.P0 || severity == Severity.P1;
        if (failure.kind().inPatterns() && named == null && !grave) {
            return null;
        }
        return new Signal.Trouble(
                named == null ? Ids.of("inc", failure.kind(), failure.subject()) : named,
                failure.kind().name(),
                failure.subject(),
                failure.service(),
                failure.workerType(),
                severity == null ? severity(failure.kind()) : severity,
                failure.message(),
                false,
                failure.failureId(),
                origin.coordinates(),
                failure.synthetic());
    }

    private static String sentence(Failure failure) {
        return orElse(failure.message(), failure.subject() + " is back to normal.");
    }

    /** What a writer that gives no severity means. */
    private static Severity severity(FailureKind kind) {
        return switch (kind) {
            case BREAKER_OPENED, ROLLBACK_FAILED, ESCALATED, STORM, BLIND, PULSE_MISSING -> Severity.P1;
            case RESTART_FAILED, BACK_TO_NORMAL -> Severity.P3;
            case CRASH,
                    OUT_OF_MEMORY,
                    TASK_ERROR,
                    TIMEOUT,
                    RESOURCE_EXHAUSTED,
                    DEPENDENCY_DOWN,
                    PROBE_FAILED,
                    OTHER,
                    ZOMBIE,
                    STUCK,
                    HEARTBEAT_TIMEOUT,
                    RESTART_ABANDONED,
                    FIX_INEFFECTIVE,
                    NO_DATA,
                    IDENTITY_CONFLICT,
                    CONFIG_INVALID -> Severity.P2;
        };
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }
}
