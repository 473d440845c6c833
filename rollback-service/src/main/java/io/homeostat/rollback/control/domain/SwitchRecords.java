package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Provenance;
import io.homeostat.rollback.control.domain.SwitchState.Off;
import io.homeostat.rollback.control.domain.SwitchState.On;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the records of the switch. All ids are functions of scope and epoch. */
final class SwitchRecords {

    /** Who speaks where no person does. */
    static final String SERVICE = "rollback-service";

    private SwitchRecords() {}

    /** Id of the record with which a scope entered an epoch. */
    static String id(String scope, long epoch) {
        return Ids.of("ksw", scope, epoch);
    }

    static Decision escalated(Off before, SwitchInput.Escalated cause, Terms terms, Now now) {
        var provenance = provenance(
                before,
                cause.causeId(),
                cause.incidentId(),
                Outcome.SWITCHED_ON,
                "New behaviour is disabled in " + before.scope() + ": " + cause.reason(),
                cause.evidence(),
                terms);
        return new Decision.Switched(
                record(before, true, cause.reason(), cause.actor(), null, cause.promotionId(), terms, now, provenance),
                Reason.ESCALATED);
    }

    static Decision commanded(Off before, Command command, Map<String, Object> evidence, Terms terms, Now now) {
        var provenance = provenance(
                before,
                command.id(),
                null,
                Outcome.SWITCHED_ON,
                "New behaviour is disabled in " + before.scope() + " by " + command.actor() + ": " + command.reason(),
                evidence,
                terms);
        return new Decision.Switched(
                record(before, true, command.reason(), command.actor(), null, null, terms, now, provenance),
                Reason.COMMANDED);
    }

    static Decision off(
            On before,
            Command command,
            Reason reason,
            String actor,
            String why,
            @Nullable String approver,
            Terms terms,
            Now now) {
        var evidence = Evidence.of("lastCauseAt", before.lastCauseAt())
                .and("lastCause", before.lastCauseId())
                .and("causes", before.causes())
                .and("quietMinutes", terms.quietMinutesBeforeReset());
        var provenance = provenance(
                before,
                command.id(),
                null,
                Outcome.SWITCHED_OFF,
                "New behaviour is allowed again in " + before.scope() + " by " + actor
                        + (approver == null ? "" : ", approved by " + approver) + ": " + why,
                evidence.toMap(),
                terms);
        return new Decision.Switched(record(before, false, why, actor, approver, null, terms, now, provenance), reason);
    }

    static Decision stillOn(On on, SwitchInput.Escalated cause, Terms terms) {
        var evidence = Evidence.of("epoch", on.epoch())
                .and("causes", on.causes())
                .and("promotionId", cause.promotionId())
                .and("why", cause.reason());
        cause.evidence().forEach(evidence::and);
        var id = Ids.of("ksn", on.scope(), on.epoch(), on.causes());
        var provenance = new Provenance(
                id,
                cause.causeId(),
                cause.incidentId(),
                Outcome.STILL_ON.name(),
                null,
                evidence.toMap(),
                terms.policy(),
                null,
                false);
        return new Decision.Noted(on.scope(), "KILL_SWITCH_ON", Reason.ALREADY_ON, cause.actor(), provenance);
    }

    static Decision note(
            String scope,
            String action,
            Outcome outcome,
            Reason reason,
            String id,
            String causeId,
            Map<String, Object> evidence,
            Terms terms) {
        var provenance = new Provenance(id, causeId, null, outcome.name(), null, evidence, terms.policy(), null, false);
        return new Decision.Noted(scope, action, reason, SERVICE, provenance);
    }

    private static Provenance provenance(
            SwitchState before,
            String causeId,
            @Nullable String incidentId,
            Outcome outcome,
            String message,
            Map<String, Object> evidence,
            Terms terms) {
        var id = id(before.scope(), before.epoch() + 1);
        return new Provenance(id, causeId, incidentId, outcome.name(), message, evidence, terms.policy(), null, false);
    }

    private static KillSwitch record(
            SwitchState before,
            boolean on,
            String reason,
            String actor,
            @Nullable String approver,
            @Nullable String promotionId,
            Terms terms,
            Now now,
            Provenance provenance) {
        return new KillSwitch(
                before.scope(),
                before.epoch() + 1,
                on,
                on ? KillSwitch.ON : KillSwitch.OFF,
                reason,
                actor,
                approver,
                promotionId,
                now.at(),
                null,
                null,
                terms.recovery(),
                provenance);
    }
}
