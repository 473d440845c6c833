package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Incident.Status;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.IncidentPolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.pattern.domain.IncidentDecision.Answered;
import io.homeostat.pattern.domain.IncidentDecision.Change;
import io.homeostat.pattern.domain.IncidentDecision.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands about incidents: each is answered exactly once, refused ones too. */
public final class Commands {

    private Commands() {}

    static IncidentRules.Verdict decide(
            @Nullable IncidentState state,
            OperatorCommand command,
            Instant at,
            InForce<IncidentPolicy> policy,
            Now now) {
        if (state == null) {
            return new IncidentRules.Verdict(null, List.of(refused(command, Reason.UNKNOWN_INCIDENT, policy)));
        }
        var on = new IncidentCase(state, policy, now);
        on.answer(
                switch (command.type()) {
                    case INCIDENT_ACK -> acknowledge(on, command, at);
                    case INCIDENT_RESOLVE -> resolve(on, command, at);
                    case PAUSE,
                            RESUME,
                            MAINTENANCE_START,
                            MAINTENANCE_END,
                            RESTART,
                            CANCEL_RESTART,
                            BREAKER_RESET,
                            BREAKER_OPEN,
                            QUARANTINE,
                            RELEASE,
                            ZOMBIE_CLEANUP,
                            RETIRE,
                            FAILURE_PULSE,
                            APPROVE,
                            REJECT,
                            ROLLBACK,
                            STOP_MONITORING,
                            KILL_SWITCH_ON,
                            KILL_SWITCH_RESET,
                            FLAG_SET,
                            FLAG_RESET -> refused(command, Reason.NOT_SUPPORTED, policy); // others answer these
                });
        return on.verdict();
    }

    /**
     * A command whose id was answered before does nothing again.
     *
     * @param repeat counts the repetitions, from 1
     */
    public static Answered repeated(OperatorCommand command, int repeat, InForce<IncidentPolicy> policy) {
        return answered(
                command,
                Reason.REPEATED,
                "REFUSED",
                Ids.of("ans", command.commandId(), Reason.REPEATED, repeat),
                "commandId",
                command.commandId(),
                policy);
    }

    private static Answered acknowledge(IncidentCase on, OperatorCommand command, Instant at) {
        return switch (on.status) {
            case RESOLVED -> refused(command, Reason.ALREADY_RESOLVED, on.policy);
            case ACKNOWLEDGED -> refused(command, Reason.ALREADY_ACKNOWLEDGED, on.policy);
            case OPEN -> {
                var message = command.actor() + " acknowledged it: " + command.reason();
                on.status = Status.ACKNOWLEDGED;
                on.acknowledgedBy = command.actor();
                on.track = on.track.gotOn(on.now.observedMs());
                on.tell(at, message, command.commandId());
                on.write(Change.ACKNOWLEDGED, at, message, command.commandId());
                yield done(command, Reason.ACKNOWLEDGED, on.policy);
            }
        };
    }

    private static Answered resolve(IncidentCase on, OperatorCommand command, Instant at) {
        return switch (on.status) {
            case RESOLVED -> refused(command, Reason.ALREADY_RESOLVED, on.policy);
            case OPEN, ACKNOWLEDGED -> {
                var message = command.actor() + " resolved it: " + command.reason();
                IncidentRules.resolve(on, at, message, command.commandId(), command.commandId());
                yield done(command, Reason.RESOLVED, on.policy);
            }
        };
    }

    private static Answered done(OperatorCommand command, Reason reason, InForce<IncidentPolicy> policy) {
        return answered(command, reason, "DONE", id(command), "subject", command.subject(), policy);
    }

    private static Answered refused(OperatorCommand command, Reason reason, InForce<IncidentPolicy> policy) {
        return answered(command, reason, "REFUSED", id(command), "subject", command.subject(), policy);
    }

    private static String id(OperatorCommand command) {
        return Ids.of("ans", command.commandId());
    }

    private static Answered answered(
            OperatorCommand command,
            Reason reason,
            String decision,
            String id,
            String field,
            String value,
            InForce<IncidentPolicy> policy) {
        boolean known = reason != Reason.UNKNOWN_INCIDENT && reason != Reason.REPEATED;
        var provenance = new Provenance(
                id,
                command.commandId(),
                known ? command.subject() : null,
                decision,
                null,
                Evidence.of("field", field)
                        .and("value", value)
                        .and("reason", command.reason())
                        .toMap(),
                policy.ref(),
                null,
                false);
        return new Answered(command, reason, provenance);
    }
}
