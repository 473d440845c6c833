package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerId;
import java.util.Map;
import java.util.Objects;

/** Makes what is written out of a case. All ids are functions of what is kept in state. */
final class Records {

    /** After a command's {@code validUntil}: an agent that judged it valid at the last moment has answered by then. */
    static final long ANSWER_MARGIN_SECONDS = 10;

    /** Name of the service: who asks for restarts and decides. */
    static final String SERVICE = "autofix-service";

    private Records() {}

    static Decision.Recorded step(Case on, Course course, String causeId, Line line) {
        var plan = course.plan();
        var change = line.change() != null ? line.change() : plan == null ? Change.NONE : plan.change();
        // What waits for approval is named by its record's id.
        var id = line.status() == Fix.Status.AWAITING_APPROVAL
                ? course.fixId()
                : Ids.of("fxr", course.fixId(), course.records() + 1);
        var provenance = new Provenance(
                id,
                causeId,
                on.pattern().incidentId(),
                line.decision(),
                line.message(),
                evidence(on, line),
                on.terms().ref(),
                line.validUntil(),
                on.pattern().synthetic());
        return new Decision.Recorded(
                course.fixId(),
                on.pattern().patternId(),
                plan == null ? null : plan.action(),
                on.target(),
                line.status(),
                line.reason(),
                on.pattern().confidence(),
                plan == null ? null : plan.safety(),
                change,
                line.sent(),
                course.approver(),
                provenance);
    }

    private static Map<String, Object> evidence(Case on, Line line) {
        var evidence = Evidence.of("classification", on.pattern().classification())
                .and("occurrences", on.pattern().occurrences())
                .and("confidence", on.pattern().confidence())
                .and("lastSeen", Json.instant(on.pattern().lastSeen()))
                .and("workers", on.workers())
                .and("registry", on.terms().registryVersion())
                .and("observedMs", on.now().observedMs());
        line.evidence().toMap().forEach(evidence::and);
        return evidence.toMap();
    }

    /** The command that the last step announces. */
    static Decision.Ordered command(Case on, Change change, Step.Sent sent, String decision) {
        var part = Objects.requireNonNull(on.terms().part(), "a command needs a component");
        return new Decision.Ordered(
                on.course().fixId(),
                on.target(),
                on.plan().action(),
                change,
                sent,
                on.terms().planeGeneration(),
                part.agent(),
                part.executor(),
                part.settingsFile() == null ? Map.of() : Map.of("settingsFile", part.settingsFile()),
                new Provenance(
                        sent.commandId(),
                        on.course().lastRecord(),
                        on.pattern().incidentId(),
                        decision,
                        change.text(),
                        Evidence.of("generation", sent.generation()).toMap(),
                        on.terms().ref(),
                        sent.deadline().minusSeconds(ANSWER_MARGIN_SECONDS),
                        on.pattern().synthetic()));
    }

    /** Id of the request for one worker's restart. */
    static String requestId(Case on, String worker, String purpose) {
        return Ids.of("rrq", on.course().fixId(), worker, purpose);
    }

    static Decision.RestartAsked restart(Case on, String worker, String purpose) {
        var id = requestId(on, worker, purpose);
        var pattern = on.pattern();
        var request = new RestartRequest(
                worker,
                id,
                pattern.workerType(),
                null,
                "Fix " + on.plan().action() + " for pattern " + pattern.patternId() + " (" + pattern.classification()
                        + ")",
                SERVICE,
                on.now().at(),
                on.now().in(on.terms().plane().commandValidSeconds()),
                false);
        return new Decision.RestartAsked(
                request,
                new Provenance(
                        id,
                        on.course().lastRecord(),
                        pattern.incidentId(),
                        "RESTART",
                        null,
                        null,
                        on.terms().ref(),
                        null, // the request has its own
                        pattern.synthetic()));
    }

    /** A person must look: fixes of this target do not help. */
    static Decision.Reported ineffective(Case on, String message) {
        var course = on.course();
        var subject = WorkerId.isValid(on.target()) ? on.target() : Ids.of("target", on.target());
        var id = Ids.of("flr", FailureKind.FIX_INEFFECTIVE, course.lastRecord());
        return new Decision.Reported(new Failure(
                null,
                subject,
                id,
                on.pattern().workerType(),
                on.pattern().service(),
                null,
                null,
                FailureKind.FIX_INEFFECTIVE,
                Severity.P2,
                message,
                null,
                null,
                null,
                on.now().at(),
                on.pattern().synthetic(),
                new Provenance(
                        id,
                        course.lastRecord(),
                        on.pattern().incidentId(),
                        FailureKind.FIX_INEFFECTIVE.name(),
                        null, // the failure has its own
                        Evidence.of("fixes", on.chainFixes())
                                .and(
                                        "ineffective",
                                        on.ledger().ineffectiveNow(on.now().observedMs()))
                                .and("patternId", on.pattern().patternId())
                                .and("observedMs", on.now().observedMs())
                                .toMap(),
                        on.terms().ref(),
                        null,
                        false)));
    }
}
