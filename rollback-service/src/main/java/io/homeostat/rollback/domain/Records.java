package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the records of sessions and rollbacks with where they come from. */
final class Records {

    /** Agents that one record lists. */
    private static final int AGENTS_TOLD = 20;

    private Records() {}

    /**
     * A step that is to be written.
     *
     * @param cause what led to it; null: the session's last record
     */
    record Line(
            Rollback.Status status,
            Rollback.Reason reason,
            String message,
            @Nullable String cause) {

        static Line of(Rollback.Status status, Rollback.Reason reason, String message) {
            return new Line(status, reason, message, null);
        }

        Line because(@Nullable String next) {
            return new Line(status, reason, message, next);
        }
    }

    /** The beginning or the end of a session. */
    static Rollback monitoring(Case on, Line line) {
        var session = on.session();
        var trial = session.trial();
        var watched = session.watched();
        var id = Ids.of("mon", trial.service(), trial.promotionId(), trial.number(), line.status());
        var evidence = Evidence.of("session", trial.number())
                .and("environment", trial.environment())
                .and("actor", trial.actor())
                .and("startedAt", Json.instant(session.startedAt()))
                .and("gracePeriodMs", on.terms().policy().gracePeriodMs())
                .and("checkIntervalMs", on.terms().policy().checkIntervalMs())
                .and("checks", watched.checks())
                .and("unknownsInARow", watched.unknowns())
                .and(
                        "lastDecision",
                        watched.last() == null ? null : watched.last().name())
                .and("escalated", session.escalated())
                .and("observedMs", on.now().observedMs())
                .toMap();
        return step(trial, Rollback.Type.MONITORING, line, null, provenance(on, id, line, evidence, null));
    }

    /** A step of the rollback. */
    static Rollback rollback(Case on, Line line, @Nullable Instant validUntil) {
        var session = on.session();
        var trial = session.trial();
        var reversal = session.reversal();
        var id = Ids.of("rbk", trial.service(), trial.promotionId(), trial.number(), session.records());
        int attempt = reversal == null ? 0 : reversal.attempt();
        var evidence = Evidence.of("session", trial.number())
                .and("agents", reversal == null ? null : agents(reversal))
                .and("moreAgents", reversal == null ? null : moreAgents(reversal))
                .and("requestedBy", reversal == null ? null : reversal.actor())
                .and("retries", on.terms().policy().rollbackRetries())
                .and(
                        "hold",
                        on.terms().hold() == null ? null : on.terms().hold().scope())
                .and("observedMs", on.now().observedMs())
                .toMap();
        return step(
                trial,
                Rollback.Type.ROLLBACK,
                line,
                attempt == 0 ? null : attempt,
                provenance(on, id, line, evidence, validUntil));
    }

    /** The command for one agent, behind the step that says so. */
    static RollbackCommand command(Case on, Reversal.Order order, String commandId, Instant validUntil) {
        var session = on.session();
        var trial = session.trial();
        return new RollbackCommand(
                commandId,
                order.agent(),
                trial.promotionId(),
                trial.service(),
                trial.version(),
                Reversals.target(trial),
                on.nextGeneration(),
                on.terms().planeGeneration(),
                order.executor(),
                Map.of(),
                new Provenance(
                        commandId,
                        session.lastRecord(),
                        session.incidentId(),
                        "ROLLBACK",
                        "Switch " + trial.service() + " back to " + Reversals.target(trial),
                        null,
                        on.terms().ref(),
                        validUntil,
                        false));
    }

    /** Those that failed first, then those that have not answered, as far as there is room; by name. */
    private static Map<String, String> agents(Reversal reversal) {
        return reversal.orders().stream()
                .sorted(Comparator.comparingInt(order -> rank(order.state())))
                .limit(AGENTS_TOLD)
                .collect(Collectors.toMap(
                        order -> order.agent() == null ? "" : order.agent(),
                        order -> order.state() + (order.said() == null ? "" : ": " + order.said()),
                        (a, _) -> a,
                        java.util.TreeMap::new));
    }

    private static @Nullable Integer moreAgents(Reversal reversal) {
        int more = reversal.orders().size() - AGENTS_TOLD;
        return more > 0 ? more : null;
    }

    private static int rank(Reversal.State state) {
        return switch (state) {
            case FAILED -> 0;
            case OPEN -> 1;
            case DONE -> 2;
        };
    }

    private static Rollback step(
            Trial trial, Rollback.Type type, Line line, @Nullable Integer attempt, Provenance provenance) {
        return new Rollback(
                trial.promotionId(),
                trial.service(),
                trial.version(),
                trial.previousVersion(),
                type,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                line.status(),
                line.reason(),
                attempt,
                provenance);
    }

    private static Provenance provenance(
            Case on, String id, Line line, Map<String, Object> evidence, @Nullable Instant validUntil) {
        var session = on.session();
        return new Provenance(
                id,
                line.cause() == null ? session.lastRecord() : line.cause(),
                session.incidentId(),
                line.status().name(),
                line.message(),
                evidence,
                on.terms().ref(),
                validUntil,
                false);
    }
}
