package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a remediation, refusals and deferrals included: the record of {@code fixes}. The record that
 * asks for approval has {@code fixId} as its id, so that an APPROVE or REJECT names it.
 *
 * @param fixId one proposal of one remedy for one target
 * @param action name of the fix in the registry; null as long as none matches
 * @param target subject of the component that is changed, {@code type/<workerType>} or a worker id: also the record's key
 * @param confidence of the pattern when this was decided, 0 to 1
 * @param safetyScore of the fix, 0 to 1; null as long as none matches
 * @param before settings by name as they are; null where the fix changes none
 * @param after settings by name as they shall be, the same names as in {@code before}
 * @param commandId of the command that this step sends; null where none is sent
 * @param generation of that command
 */
public record Fix(
        String fixId,
        String patternId,
        @Nullable String action,
        String target,
        Status status,
        Reason reason,
        BigDecimal confidence,
        @Nullable BigDecimal safetyScore,
        @Nullable Map<String, JsonNode> before,
        @Nullable Map<String, JsonNode> after,
        @Nullable String commandId,
        @Nullable Long generation,
        @JsonUnwrapped Provenance provenance) {

    /** Final are REJECTED, REFUSED, DRY_RUN, FAILED, UNKNOWN, VERIFIED, REVERTED, EXPIRED, and INEFFECTIVE without a revert. */
    public enum Status {
        PROPOSED,
        AWAITING_APPROVAL,
        APPROVED,
        REJECTED,
        DEFERRED,
        REFUSED,
        DRY_RUN,
        COMMANDED,
        APPLIED,
        FAILED,
        UNKNOWN,
        VERIFIED,
        INEFFECTIVE,
        REVERTED,
        EXPIRED
    }

    /** Why. MATCHED: nothing stands in the way. BLIND, EXPIRED and RECOVERED are beyond the contract. */
    public enum Reason {
        DISABLED,
        PATTERN_TOO_OLD,
        LOW_CONFIDENCE,
        TOO_FEW_OCCURRENCES,
        COOLDOWN,
        NO_MATCHING_FIX,
        PREREQUISITE,
        INSUFFICIENT_BUDGET,
        UNSAFE,
        NEEDS_APPROVAL,
        RATE_LIMITED,
        ALREADY_IN_PROGRESS,
        STORM_FROZEN,
        HELD,
        FIX_DISABLED,
        INEFFECTIVE_CHAIN,
        MATCHED,
        /** The plane cannot hear, or this picture of it is an old one. */
        BLIND,
        /** Nobody approved in time. */
        EXPIRED,
        /** The trouble ended before anything was done. */
        RECOVERED
    }
}
