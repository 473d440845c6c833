package io.homeostat.common.contract;

/** Kinds of failures with what they count for (contract, section 3): the plane's own troubles never enter error rates. */
public enum FailureKind {
    CRASH(true, true),
    OUT_OF_MEMORY(true, true),
    TASK_ERROR(true, true),
    TIMEOUT(true, true),
    RESOURCE_EXHAUSTED(true, true),
    DEPENDENCY_DOWN(true, true),
    PROBE_FAILED(true, true),
    OTHER(true, true),
    ZOMBIE(false, true),
    STUCK(false, true),
    HEARTBEAT_TIMEOUT(false, true),
    RESTART_FAILED(false, false),
    RESTART_ABANDONED(false, false),
    BREAKER_OPENED(false, false),
    ROLLBACK_FAILED(false, false),
    FIX_INEFFECTIVE(false, false),
    ESCALATED(false, false),
    STORM(false, false),
    BLIND(false, false),
    NO_DATA(false, false),
    IDENTITY_CONFLICT(false, false),
    CONFIG_INVALID(false, false),
    PULSE_MISSING(false, false),
    BACK_TO_NORMAL(false, false);

    private final boolean inErrorRates;
    private final boolean inPatterns;

    FailureKind(boolean inErrorRates, boolean inPatterns) {
        this.inErrorRates = inErrorRates;
        this.inPatterns = inPatterns;
    }

    public boolean inErrorRates() {
        return inErrorRates;
    }

    public boolean inPatterns() {
        return inPatterns;
    }

    /** True for the end of a process: it makes the worker FAILED at once. */
    public boolean endsProcess() {
        return this == CRASH || this == OUT_OF_MEMORY;
    }
}
