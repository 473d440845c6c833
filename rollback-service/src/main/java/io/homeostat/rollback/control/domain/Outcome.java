package io.homeostat.rollback.control.domain;

/** What was decided, as {@code audit} says it. */
public enum Outcome {
    /** Done, or nothing to do. */
    ACCEPTED,
    /** Not done, and it will not be. */
    REFUSED,
    /** Done when another person approves in time; the answer's id names what waits. */
    AWAITING_APPROVAL,
    /** The switch was thrown. */
    SWITCHED_ON,
    /** The switch was reset. */
    SWITCHED_OFF,
    /** A cause while the switch was on already. */
    STILL_ON,
    /** Nobody approved in time. */
    EXPIRED,
    /** What waited for approval no longer does, for another reason. */
    WITHDRAWN,
    /** A value was taken over from a view, as own state knew none. */
    ADOPTED,
    /** The catalogue of flags took effect. */
    APPLIED,
    /** A stored value of a flag was given up. */
    DROPPED
}
