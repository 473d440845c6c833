package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.policy.RollbackPolicy;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What goes beyond {@code rollbacks}: failures for the incidents, and the call for the kill switch. */
final class Troubles {

    /** Who asks for the switch. */
    static final String ACTOR = "rollback-service";

    private Troubles() {}

    /** A failure of the promotion's incident, caused by the session's last record. */
    static Failure failure(Case on, FailureKind kind, String message) {
        return of(on, kind, message, on.session().incidentId());
    }

    /** A failure of the incident that the watched version's data are missing. */
    static Failure silence(Case on, FailureKind kind, String message) {
        var trial = on.session().trial();
        var incident = Ids.of(
                "inc",
                FailureKind.NO_DATA,
                trial.service(),
                trial.promotionId(),
                trial.number(),
                on.observation().silences());
        return of(on, kind, message, incident);
    }

    /** Whose kill switch is meant. */
    static String scope(Terms terms, Session session) {
        return terms.policy().escalateScope() == RollbackPolicy.EscalateScope.GLOBAL
                ? SwitchSignal.GLOBAL
                : session.trial().service();
    }

    static SwitchSignal signal(Case on, SwitchSignal.Kind kind, String scope, String reason) {
        var session = on.session();
        var service = session.trial().service();
        return new SwitchSignal(
                kind,
                scope,
                service,
                session.trial().promotionId(),
                reason,
                ACTOR,
                session.lastRecord(),
                session.incidentId(),
                evidence(on));
    }

    private static java.util.Map<String, Object> evidence(Case on) {
        var session = on.session();
        return Evidence.of("version", session.trial().version())
                .and("checks", session.watched().checks())
                .and("lastDecision", Objects.toString(session.watched().last(), null))
                .and("observedMs", on.now().observedMs())
                .toMap();
    }

    private static Failure of(Case on, FailureKind kind, String message, @Nullable String incident) {
        var session = on.session();
        var trial = session.trial();
        var id = Ids.of("flr", kind, session.lastRecord());
        return new Failure(
                null,
                trial.service(),
                id,
                null,
                trial.service(),
                session.end() != null && session.restored() != null
                        ? session.restored().watched().version()
                        : trial.version(),
                null,
                kind,
                severity(kind),
                message,
                null,
                null,
                null,
                on.now().at(),
                false,
                new Provenance(
                        id,
                        session.lastRecord(),
                        incident,
                        kind.name(),
                        null, // the failure has its own
                        evidence(on),
                        on.terms().ref(),
                        null,
                        false));
    }

    private static Severity severity(FailureKind kind) {
        if (kind == FailureKind.NO_DATA) {
            return Severity.P2;
        }
        return kind == FailureKind.BACK_TO_NORMAL ? Severity.P3 : Severity.P1;
    }
}
