package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.EffectivePolicy;
import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Provenance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be written. */
public sealed interface Decision {

    /**
     * The one answer to a command.
     *
     * @param approver the second person; null where there is none
     * @param of its id is the answer's
     */
    record Answered(Command to, Reason reason, @Nullable String approver, Provenance of) implements Decision {}

    /** What happened without a command, for {@code audit}. */
    record Noted(String subject, String action, Reason reason, String actor, Provenance of) implements Decision {}

    /** The switch of a scope changed. */
    record Switched(KillSwitch record, Reason reason) implements Decision {}

    /**
     * A flag's record.
     *
     * @param stored what is kept; null: the default holds
     */
    record FlagWritten(FlagValue record, @Nullable StoredFlag stored) implements Decision {}

    /** The catalogue no longer has the flag. */
    record FlagRemoved(String name, Provenance of) implements Decision {}

    /** A policy is in force. */
    record PolicyWritten(EffectivePolicy record) implements Decision {}

    /** An answer with the command's own answer id. */
    static Answered answer(
            Command to,
            Outcome outcome,
            Reason reason,
            @Nullable String approver,
            Map<String, Object> evidence,
            Provenance.@Nullable PolicyRef policy) {
        return answer(to, to.answerId(), outcome, reason, approver, evidence, policy);
    }

    /** An answer under an id that names what waits. */
    static Answered answer(
            Command to,
            String id,
            Outcome outcome,
            Reason reason,
            @Nullable String approver,
            Map<String, Object> evidence,
            Provenance.@Nullable PolicyRef policy) {
        var of = new Provenance(id, to.id(), null, outcome.name(), null, evidence, policy, null, false);
        return new Answered(to, reason, approver, of);
    }
}
