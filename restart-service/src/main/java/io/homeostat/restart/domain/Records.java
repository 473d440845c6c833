package io.homeostat.restart.domain;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the records of the contract out of a case. All ids are functions of what is kept in state. */
final class Records {

    /** After a command's {@code validUntil}: an agent that judged it valid at the last moment has answered by then. */
    static final long ANSWER_MARGIN_SECONDS = 10;

    /** No command lives longer, whatever the policies say (semantics 0.3). */
    private static final long VALID_SECONDS_MAX = 3_600;

    private Records() {}

    /** Life of a command: what the plane allows and, where a process may take its time to end, that time too. */
    static long validSeconds(Terms terms, RestartCommand.Action action) {
        long grace = action == RestartCommand.Action.START
                ? 0
                : terms.restart().cleanup().gracefulSeconds();
        return Math.min(terms.plane().commandValidSeconds() + grace, VALID_SECONDS_MAX);
    }

    static Restart restart(Case on, Repair repair, String causeId, Line line) {
        var sent = line.sent();
        var max = Attempts.max(on, repair);
        var evidence = Evidence.of("attempt", repair.attempt())
                .and("maxAttempts", max)
                .and("observedMs", on.now().observedMs())
                .and("incarnation", repair.subject().incarnation())
                .and("state", repair.subject().state());
        if (repair.request() != null) {
            evidence.and("requestId", repair.request().requestId())
                    .and("requestedBy", repair.request().requestedBy());
        }
        line.evidence().toMap().forEach(evidence::and);
        return new Restart(
                repair.restartId(),
                repair.subject().workerId(),
                repair.subject().workerType(),
                repair.subject().taskId(),
                repair.attempt(),
                max,
                line.status(),
                line.reason(),
                line.scheduledAt(),
                line.delaySeconds(),
                sent == null ? null : sent.generation(),
                sent == null ? null : sent.commandId(),
                new Provenance(
                        Ids.of("rsr", repair.restartId(), repair.records() + 1),
                        causeId,
                        repair.incidentId(),
                        line.decision(),
                        line.message(),
                        evidence.toMap(),
                        on.terms().ref(),
                        sent == null ? null : sent.deadline().minusSeconds(ANSWER_MARGIN_SECONDS),
                        repair.synthetic()));
    }

    /** The command that a step announces; its cause is that step. */
    static RestartCommand command(Case on, Repair repair, Step.Sent sent, String decision) {
        var executable = on.terms().executable();
        boolean starts = sent.action() != RestartCommand.Action.TERMINATE;
        var version = starts ? executable.version() : null;
        return new RestartCommand(
                sent.commandId(),
                sent.action(),
                executable.agent(),
                repair.restartId(),
                repair.subject().workerId(),
                repair.subject().workerType(),
                repair.subject().taskId(),
                sent.expected(),
                sent.generation(),
                on.terms().planeGeneration(),
                executable.executor(),
                version == null ? Map.of() : Map.of("version", version),
                sent.action() == RestartCommand.Action.START ? null : terminate(on, repair),
                new Provenance(
                        sent.commandId(),
                        repair.lastRecord(),
                        repair.incidentId(),
                        decision,
                        null,
                        Map.of("attempt", repair.attempt()),
                        on.terms().ref(),
                        sent.deadline().minusSeconds(ANSWER_MARGIN_SECONDS),
                        repair.synthetic()));
    }

    private static RestartCommand.Terminate terminate(Case on, Repair repair) {
        boolean forced = repair.request() != null && repair.request().force();
        var cleanup = on.terms().restart().cleanup();
        return forced
                ? new RestartCommand.Terminate(0, true)
                : new RestartCommand.Terminate(cleanup.gracefulSeconds(), cleanup.forceKill());
    }

    static CircuitBreaker breaker(Case on, Breaker breaker, String causeId, @Nullable Will will) {
        var id = Ids.of("cbr", breaker.workerType(), breaker.transitions());
        return new CircuitBreaker(
                breaker.workerType(),
                breaker.state(),
                breaker.failureCount(),
                breaker.reason(),
                breaker.openedAt(),
                breaker.retryAt(),
                breaker.probes().size(),
                new Provenance(
                        id,
                        causeId,
                        breaker.incidentId(),
                        breaker.state().name(),
                        "Restarts of type " + breaker.workerType() + ": breaker "
                                + breaker.state().name(),
                        Evidence.of("failureCount", breaker.failureCount())
                                .and("threshold", on.terms().breaker().threshold())
                                .and("windowSeconds", on.terms().breaker().windowSeconds())
                                .and("observedMs", on.now().observedMs())
                                .and("actor", will == null ? null : will.actor())
                                .toMap(),
                        on.terms().ref(),
                        null,
                        false));
    }

    static Quarantine quarantine(Case on, Repair repair) {
        return new Quarantine(
                repair.subject().workerId(),
                Restart.Reason.MAX_RETRIES_EXCEEDED.name(),
                on.count().attempts(),
                on.count().lifetimeAttempts(),
                0,
                on.now().at(),
                Quarantine.Status.QUARANTINED,
                null,
                null,
                provenance(
                        on,
                        repair,
                        Ids.of("qtn", repair.restartId()),
                        "QUARANTINE",
                        "Set aside after " + on.count().attempts() + " attempts",
                        repair.synthetic()));
    }

    static Failure failure(Case on, Repair repair, FailureKind kind, String message) {
        var id = Ids.of("flr", kind, repair.lastRecord());
        return new Failure(
                repair.subject().workerId(),
                repair.subject().workerId(),
                id,
                repair.subject().workerType(),
                repair.subject().service(),
                repair.subject().version(),
                repair.subject().taskId(),
                kind,
                kind == FailureKind.RESTART_ABANDONED ? Severity.P2 : Severity.P3,
                message,
                null,
                null,
                repair.subject().incarnation(),
                on.now().at(),
                repair.synthetic(),
                provenance(on, repair, id, kind.name(), null, false)); // message and drill are the failure's own
    }

    /** The failure of an opened breaker: its subject is the type, as far as the type can name a subject. */
    static Failure breakerOpened(Case on, Breaker breaker, CircuitBreaker record) {
        var named = "type/" + breaker.workerType();
        var subject = WorkerId.isValid(named) ? named : Ids.of("type", breaker.workerType());
        var id = Ids.of("flr", FailureKind.BREAKER_OPENED, record.provenance().id());
        var message = "Restarts of type " + breaker.workerType() + " wait: " + breaker.failureCount() + " failures, "
                + breaker.reason();
        return new Failure(
                null,
                subject,
                id,
                breaker.workerType(),
                null,
                null,
                null,
                FailureKind.BREAKER_OPENED,
                Severity.P1,
                message,
                null,
                null,
                null,
                on.now().at(),
                false,
                new Provenance(
                        id,
                        record.provenance().id(),
                        breaker.incidentId(),
                        FailureKind.BREAKER_OPENED.name(),
                        null, // the failure has its own
                        record.provenance().evidence(),
                        on.terms().ref(),
                        null,
                        false));
    }

    private static Provenance provenance(
            Case on, Repair repair, String id, String decision, @Nullable String message, boolean synthetic) {
        return new Provenance(
                id,
                repair.lastRecord(),
                repair.incidentId(),
                decision,
                message,
                Evidence.of("attempts", on.count().attempts())
                        .and("lifetimeAttempts", on.count().lifetimeAttempts())
                        .and("observedMs", on.now().observedMs())
                        .toMap(),
                on.terms().ref(),
                null,
                synthetic);
    }
}
