package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was concluded about a promotion: the record of {@code rollbacks}. One CHECK per check; MONITORING for the beginning
 * and the one end of a session; ROLLBACK for each step of a rollback. {@code decision} of a CHECK is a {@link Decision}.
 *
 * @param promotionId null only on a refused check that names none while nothing is under watch
 * @param version that the record is about; null only on a refused check that names none
 * @param previousVersion what a rollback goes back to; null if nobody said
 * @param source who made a check: the checker's own name, or {@code rollback-service}; null outside of checks
 * @param checkId of a check; null outside of checks
 * @param checkOk whether the check passed; null where it says nothing, and outside of checks
 * @param checkReason in the checker's words, or ours
 * @param windowErrorRate mean over the window, rounded to six digits for reading; what was compared is exact
 * @param windowFailures failed checks in the window
 * @param checksInWindow checks in the window
 * @param recommendedAction what a person, or this service, should do; null where there is nothing to do
 * @param status of a session or a rollback; REFUSED on a check that does not count; null on every other check
 * @param attempt of a rollback, from 1; null where nothing was attempted
 */
public record Rollback(
        @Nullable String promotionId,
        String service,
        @Nullable String version,
        @Nullable String previousVersion,
        Type type,
        @Nullable String source,
        @Nullable String checkId,
        @Nullable Boolean checkOk,
        @Nullable String checkReason,
        @Nullable BigDecimal windowErrorRate,
        @Nullable Integer windowFailures,
        @Nullable Integer checksInWindow,
        @Nullable Pattern pattern,
        @Nullable String recommendedAction,
        @Nullable Status status,
        Reason reason,
        @Nullable Integer attempt,
        @JsonUnwrapped Provenance provenance) {

    /** What the record is about. */
    public enum Type {
        CHECK,
        MONITORING,
        ROLLBACK
    }

    /** The verdict of a check; each later one is the graver, but for UNKNOWN, which is neither good nor bad. */
    public enum Decision {
        UNKNOWN,
        HEALTHY,
        DEGRADED,
        ESCALATE,
        ROLLBACK
    }

    /** What the last five checks look like; lower case on the wire. */
    public enum Pattern {
        /** There was no check. */
        NO_DATA,
        /** None failed. */
        HEALTHY,
        /** Some failed. */
        INTERMITTENT_FAILURES,
        /** The last two failed. */
        RECENT_FAILURES,
        /** Three in a row failed, anywhere among them. */
        CONSECUTIVE_FAILURES;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A session has MONITORING_STARTED and exactly one of CONFIRMED, ROLLED_BACK, ROLLBACK_FAILED, CANCELLED and
     * INCONCLUSIVE; the others are of a rollback. REFUSED may be of anything: it changes nothing.
     */
    public enum Status {
        MONITORING_STARTED,
        CONFIRMED,
        ROLLED_BACK,
        ROLLBACK_FAILED,
        CANCELLED,
        INCONCLUSIVE,
        COMMANDED,
        SUCCEEDED,
        FAILED,
        RETRYING,
        REFUSED,
        EXPIRED,
        DRY_RUN,
        DEFERRED
    }

    /** Why. */
    public enum Reason {
        /** A promotion was announced. */
        PROMOTED,
        /** The same promotion is under watch already. */
        ALREADY_MONITORED,
        /** Another promotion of the service is under watch. */
        OVERLAPPING,
        /** The promotion or the check was there before. */
        DUPLICATE,
        /** The command was there before. */
        REPEATED,
        /** A version cannot take the place of itself. */
        SAME_VERSION,
        /** The promotion's own policy is wrong. */
        INVALID_POLICY,
        /** No promotion of this id is under watch. */
        UNKNOWN_PROMOTION,
        /** The check is of another version than the one under watch. */
        WRONG_VERSION,
        /** Nothing is under watch at the time of the check. */
        OUT_OF_SESSION,
        /** Fewer checks than a verdict needs. */
        INSUFFICIENT_CHECKS,
        /** Nothing speaks against the version. */
        NO_TROUBLE,
        /** The mean is too high, and enough checks failed. */
        ERROR_RATE_AND_FAILURES,
        /** Every check of the window is too high. */
        ERROR_RATE_PERSISTS,
        /** The last checks failed. */
        CONSECUTIVE_FAILURES,
        /** A check of the window failed. */
        FAILURES_IN_WINDOW,
        /** The mean is raised. */
        ERROR_RATE_RAISED,
        /** The check says nothing about the version. */
        NO_METRICS,
        /** Neither a check nor data for too long. */
        NO_DATA,
        /** The grace period is over, and the version is good. */
        GRACE_PERIOD_OVER,
        /** The grace period is over with the version still failing. */
        STILL_FAILING,
        /** The grace period is over; a rollback would have been commanded, but nothing may be. */
        OBSERVED_ONLY,
        /** A person or the deploy tool took the promotion back. */
        WITHDRAWN,
        /** A person asked for it. */
        REQUESTED,
        /** Nobody said what to go back to. */
        NO_PREVIOUS_VERSION,
        /** More agents hold the service than one rollback can command. */
        TOO_MANY_AGENTS,
        /** The rollback is or was under way. */
        ROLLBACK_IN_PROGRESS,
        /** A promotion is rolled back at most once; one whose rollback failed may be tried again. */
        ALREADY_ROLLED_BACK,
        /** The session ended too long ago. */
        TOO_LATE,
        /** A pause holds. */
        PAUSED,
        /** A maintenance holds. */
        MAINTENANCE,
        /** The policy does not let anything be commanded. */
        DISABLED,
        /** The log is read later than it was written: what it asks for may be over. */
        CATCHING_UP,
        /** Another promotion took its place before anybody could act. */
        SUPERSEDED,
        /** The version became good while its rollback waited. */
        RECOVERED,
        /** Every agent has switched. */
        ALL_SWITCHED,
        /** An agent says that it failed, refuses, or does not know. */
        AGENT_FAILED,
        /** An agent did not answer in time. */
        NO_ANSWER
    }
}
