package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartRequest;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was decided, to be written. */
public sealed interface Decision {

    /**
     * A step of a fix.
     *
     * @param action null as long as no fix matches, and with it {@code safety}
     * @param approver the person behind the step; null: nobody
     * @param sent the command that the step sends; null: none
     */
    record Recorded(
            String fixId,
            String patternId,
            @Nullable String action,
            String target,
            Fix.Status status,
            Fix.Reason reason,
            BigDecimal confidence,
            @Nullable BigDecimal safety,
            Change change,
            Step.@Nullable Sent sent,
            @Nullable String approver,
            Provenance provenance)
            implements Decision {}

    /** A fix-command. */
    record Ordered(
            String fixId,
            String target,
            String action,
            Change change,
            Step.Sent sent,
            long planeGeneration,
            @Nullable String agent,
            Executor executor,
            Map<String, String> parameters,
            Provenance provenance)
            implements Decision {}

    /** A restart is asked for. */
    record RestartAsked(RestartRequest request, Provenance provenance) implements Decision {}

    /** A failure of ours, for the incident. */
    record Reported(Failure failure) implements Decision {}

    /** A person's command is answered; the provenance's id is the answer's. */
    record Answered(String subject, String actor, String action, Reply reply, String commandId, Provenance provenance)
            implements Decision {}

    /** Why a command is answered as it is. */
    enum Reply {
        APPROVED(true),
        REJECTED(true),
        REPEATED(false),
        NOT_WAITING(false),
        WRONG_SUBJECT(false),
        SAME_PERSON(false);

        private final boolean accepted;

        Reply(boolean accepted) {
            this.accepted = accepted;
        }

        /** The decision of the answer. */
        public String decision() {
            return accepted ? "ACCEPTED" : "REFUSED";
        }
    }
}
