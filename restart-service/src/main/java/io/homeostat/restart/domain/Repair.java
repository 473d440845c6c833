package io.homeostat.restart.domain;

import io.homeostat.common.contract.Restart;
import org.jspecify.annotations.Nullable;

/**
 * An open restart: what is asked for and what was done so far.
 *
 * @param plan what a command of the next attempt is
 * @param reason that it was opened with
 * @param subject the worker as last reported
 * @param request null where a status asks
 * @param incidentId the trouble that it belongs to
 * @param attempt number of the present attempt, or of the last one while the next is awaited; 0 before the first
 * @param records written so far: part of their ids
 * @param lastRecord id of the last one: the cause of the next
 */
public record Repair(
        String restartId,
        Plan plan,
        Restart.Reason reason,
        Subject subject,
        AdmissionInput.@Nullable Request request,
        @Nullable String incidentId,
        boolean synthetic,
        int attempt,
        Processes processes,
        int records,
        String lastRecord) {

    /** What is done to the worker. */
    public enum Plan {
        /** End what may be left of it, then START. */
        REPAIR,
        /** One RESTART of a live worker, because somebody asked. */
        RESTART,
        /** TERMINATE a fenced incarnation that still beats, and start nothing. */
        FENCE
    }

    Repair withPlan(Plan other) {
        return new Repair(
                restartId,
                other,
                reason,
                subject,
                request,
                incidentId,
                synthetic,
                attempt,
                processes,
                records,
                lastRecord);
    }

    Repair withSubject(Subject other) {
        return new Repair(
                restartId,
                plan,
                reason,
                other,
                request,
                incidentId,
                synthetic,
                attempt,
                processes,
                records,
                lastRecord);
    }

    Repair withAttempt(int other) {
        return new Repair(
                restartId,
                plan,
                reason,
                subject,
                request,
                incidentId,
                synthetic,
                other,
                processes,
                records,
                lastRecord);
    }

    Repair withProcesses(Processes other) {
        return new Repair(
                restartId, plan, reason, subject, request, incidentId, synthetic, attempt, other, records, lastRecord);
    }

    Repair recorded(String recordId) {
        return new Repair(
                restartId,
                plan,
                reason,
                subject,
                request,
                incidentId,
                synthetic,
                attempt,
                processes,
                records + 1,
                recordId);
    }
}
