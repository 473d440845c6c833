package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.common.policy.HeartbeatPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records that tell of a change. The state before and the state after are given; ids follow from the counters in
 * the state, so that the same change has the same id in every replay.
 */
final class Telling {

    private final Change change;
    private final WorkerRecord after;
    private final Judging judging;

    private Telling(Change change) {
        this.change = change;
        this.after = change.after();
        this.judging = change.judging();
    }

    /** One status record; the trouble goes on, or there is none. */
    static Verdict of(
            @Nullable WorkerRecord before, WorkerRecord after, Reason reason, WorkerEvent cause, Judging judging) {
        var counted = after.changed();
        var status = new Telling(new Change(before, counted, reason, cause, judging, null)).status();
        return new Verdict(counted, List.of(new WorkerDecision.StatusWritten(status)));
    }

    /** One status record that carries the incident for the last time. */
    static Verdict ofEndOfTrouble(
            @Nullable WorkerRecord before, WorkerRecord after, Reason reason, WorkerEvent cause, Judging judging) {
        var told = of(before, after, reason, cause, judging);
        return new Verdict(after.changed().outOfTrouble(), told.decisions());
    }

    /** The present state again: {@code incarnation} beats although it was commanded to end. */
    static Verdict ofFenced(WorkerRecord worker, String incarnation, WorkerEvent cause, Judging judging) {
        var counted = worker.fenceReported(incarnation).changed();
        var status = new Telling(new Change(worker, counted, Reason.FENCED, cause, judging, incarnation)).status();
        return new Verdict(counted, List.of(new WorkerDecision.StatusWritten(status)));
    }

    /** A verdict on which somebody may act: the status, our own failure where nobody else reported one, and an audit. */
    static Verdict ofConviction(
            @Nullable WorkerRecord before,
            WorkerRecord after,
            Reason reason,
            WorkerEvent cause,
            Judging judging,
            @Nullable FailureKind failure) {
        var counted = after.inTrouble().changed();
        var telling = new Telling(new Change(before, counted, reason, cause, judging, null));
        var status = telling.status();
        var decisions = new ArrayList<WorkerDecision>();
        decisions.add(new WorkerDecision.StatusWritten(status));
        if (failure != null) {
            decisions.add(new WorkerDecision.FailureRaised(telling.failure(failure, status)));
        }
        decisions.add(new WorkerDecision.Convicted(status));
        return new Verdict(counted, decisions);
    }

    /** The last word on a worker that leaves memory. */
    static Verdict ofForgetting(WorkerRecord worker, WorkerEvent cause, Judging judging) {
        var counted = worker.changed();
        var status = new Telling(new Change(worker, counted, Reason.FORGOTTEN, cause, judging, null)).status();
        return new Verdict(
                null, List.of(new WorkerDecision.StatusWritten(status), new WorkerDecision.Forgotten(status)));
    }

    private WorkerStatus status() {
        var identity = after.identity();
        var report = after.report();
        long missed = change.missed();
        boolean scored = report.score() != Report.UNKNOWN;
        int effective = Health.effective(report.score(), missed, judging.policy());
        return new WorkerStatus(
                after.workerId(),
                identity.workerType(),
                identity.service(),
                identity.version(),
                identity.environment(),
                after.life().incarnation(),
                after.state(),
                change.before() == null ? null : change.before().state(),
                change.reason(),
                scored ? effective : null,
                scored ? Health.band(effective, judging.policy()) : null,
                missed,
                instant(after.life().lastSeenAt()),
                Instant.ofEpochMilli(after.sinceAt()),
                report.progress(),
                report.taskId(),
                null,
                report.tokens(),
                change.fencedIncarnation(),
                provenance(after.idOfChange("sts"), change.cause().origin().coordinates()));
    }

    private Failure failure(FailureKind kind, WorkerStatus status) {
        var identity = after.identity();
        var id = after.idOfChange("flr");
        return new Failure(
                after.workerId(),
                after.workerId(),
                id,
                identity.workerType(),
                identity.service(),
                identity.version(),
                after.report().taskId(),
                kind,
                Severity.P2,
                change.message(),
                null,
                null,
                after.life().incarnation(),
                change.cause().origin().time(),
                identity.synthetic(),
                provenance(id, status.provenance().id()));
    }

    private Provenance provenance(String id, String causeId) {
        return new Provenance(
                id,
                causeId,
                after.trail().incidentId(),
                decision(),
                change.message(),
                evidence(),
                judging.policyRef(),
                null,
                after.identity().synthetic());
    }

    /** The new state or, where that stays, the change.reason(). */
    private String decision() {
        boolean stays = change.before() != null && change.before().state() == after.state();
        return stays ? change.reason().name() : after.state().name();
    }

    private java.util.Map<String, Object> evidence() {
        var policy = judging.policy();
        var evidence = Evidence.of("ageSeconds", seconds(change.ageMs()))
                .and("observedSeconds", seconds(judging.on(after)))
                .and("partition", after.ages().via())
                .and("lastSeen", text(after.life().lastSeenAt()))
                .and("input", change.cause().origin().coordinates());
        if (change.before() != null) {
            evidence.and(
                    "silentSeconds",
                    seconds(Math.max(0, judging.nowMs() - change.before().ages().baseMs())));
        }
        if (change.cause() instanceof WorkerEvent.Crashed(var failure, var _)) {
            evidence.and("failureId", failure.failureId())
                    .and("kind", failure.kind().name())
                    .and("exitCode", failure.exitCode());
        }
        return switch (after.state()) {
            case REGISTERED ->
                evidence.and("startupGraceSeconds", policy.startupGraceSeconds())
                        .toMap();
            case STUCK ->
                evidence.and("progress", after.report().progress())
                        .and("unchangedSeconds", seconds(change.unchangedMs()))
                        .and("stuckAfterMinutes", policy.stuckAfterMinutes())
                        .toMap();
            case WARNING, UNRESPONSIVE, ZOMBIE -> thresholds(evidence, policy);
            case ALIVE, FAILED, STOPPED -> evidence.toMap();
        };
    }

    private java.util.Map<String, Object> thresholds(Evidence evidence, HeartbeatPolicy policy) {
        return evidence.and("intervalSeconds", policy.intervalSeconds())
                .and("warningSeconds", policy.warningSeconds())
                .and("timeoutSeconds", policy.timeoutSeconds())
                .and("zombieSeconds", policy.zombieSeconds())
                .and("doubleCheckSeconds", policy.doubleCheckSeconds())
                .and("startupGraceSeconds", change.reason() == Reason.NEVER_HEARD ? policy.startupGraceSeconds() : null)
                .and(
                        "reportedScore",
                        after.report().score() == Report.UNKNOWN
                                ? null
                                : after.report().score())
                .and("minHealthScore", policy.minHealthScore())
                .toMap();
    }

    private static BigDecimal seconds(long ms) {
        return BigDecimal.valueOf(ms, 3);
    }

    private static @Nullable Instant instant(long at) {
        return at == Life.NEVER ? null : Instant.ofEpochMilli(at);
    }

    private static @Nullable String text(long at) {
        return at == Life.NEVER ? null : Json.instant(Instant.ofEpochMilli(at));
    }
}
