package io.homeostat.rollback.control.domain;

/** Why, machine-readable: the closed set of the control half of rollback-service. */
public enum Reason {
    /** A promotion under watch is in trouble. */
    ESCALATED,
    /** An operator wants it. */
    COMMANDED,
    /** The switch was on; the cause counts for the quiet time. */
    ALREADY_ON,
    /** There is nothing to reset. */
    NOT_ON,
    /** The quiet time since the last cause is not over; the evidence has the remaining seconds. */
    TOO_SOON,
    /** A second person must approve. */
    NEEDS_APPROVAL,
    /** A reset of this scope waits for approval already. */
    ALREADY_WAITING,
    /** A second person approved. */
    APPROVED,
    /** Somebody rejected what waited. */
    REJECTED,
    /** Who asked cannot approve. */
    SAME_PERSON,
    /** Nothing waits under this subject and id. */
    NOT_WAITING,
    /** The time for approval is over. */
    EXPIRED,
    /** A new cause came while a reset waited. */
    CONDITION_RETURNED,
    /** This command was answered before. */
    REPEATED,
    /** The record cannot be read; it is a dead letter too. */
    UNREADABLE,
    /** This version does not carry out such commands. */
    NOT_SUPPORTED,
    /** An argument is missing or no value. */
    INVALID_ARGUMENT,
    /** The catalogue has no such flag. */
    UNKNOWN_FLAG,
    /** The flag does not take this value. */
    INVALID_VALUE,
    /** It is so already: nothing was written. */
    UNCHANGED,
    /** A catalogue took effect. */
    CATALOGUE_CHANGED,
    /** The new catalogue does not take the stored value. */
    NO_LONGER_VALID,
    /** The new catalogue does not have the flag. */
    REMOVED,
    /** A view knows more than own state: it was restored, or own state is new. */
    FOUND_IN_VIEW,
    /** The policy is wrong, alone or together with the others. */
    INVALID_POLICY,
    /** Too much is there already: policies that wait, records that did not come back from the log, scopes of the switch. */
    BUSY,
    /** The version names another content already. */
    VERSION_TAKEN,
    /** The policy loosens a cap, which needs a second person. */
    CAP_LOOSENED,
    /** A later request for the same policy took its place. */
    SUPERSEDED,
    /** Somebody else wrote a bad record into the view. */
    FOREIGN_RECORD
}
