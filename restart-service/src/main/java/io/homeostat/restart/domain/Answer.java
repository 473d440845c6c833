package io.homeostat.restart.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an operator's command: one record of {@code audit}, whose {@code causeId} is the command's id.
 *
 * @param reason a constant of {@link Reason}, or of the reasons of restarts where a gate refuses
 * @param provenance its decision is one of {@link Word}; its evidence says what, and in a refusal which field and value
 */
public record Answer(Will will, String reason, Provenance provenance) {

    /** A refusal quotes bad input; this bounds what it can bring into the audit. */
    private static final int VALUE_CHARACTERS_MAX = 120;

    /** The decision. */
    enum Word {
        /** It is under way; its own records say what becomes of it. */
        ACCEPTED,
        /** It is done. */
        DONE,
        /** A second person must approve it. */
        AWAITING_APPROVAL,
        /** Nothing was changed. */
        REFUSED
    }

    /** Why. */
    enum Reason {
        /** As the operator wanted. */
        MANUAL,
        /** The hold was there; its reason and end are the new ones. */
        UPDATED,
        /** Needs a second person. */
        NEEDS_APPROVAL,
        /** Nobody approved in time. */
        EXPIRED,
        INVALID_SCOPE,
        INVALID_ARGUMENT,
        TOO_MANY,
        NOT_HELD,
        NOTHING_PENDING,
        TOO_LATE,
        ALREADY_CLOSED,
        ALREADY_OPEN,
        DISABLED,
        UNKNOWN_WORKER,
        ALREADY_QUARANTINED,
        NOT_QUARANTINED,
        ALREADY_AWAITING,
        NOTHING_WAITS,
        SAME_PERSON,
        NOT_SUPPORTED,
        /** A command of this id was answered already. */
        REPEATED
    }

    static Answer of(Will will, Word word, Reason reason, String message, Evidence evidence) {
        return of(will, will.answerId(), word, reason.name(), message, evidence);
    }

    static Answer of(Will will, String id, Word word, String reason, String message, Evidence evidence) {
        var all = Evidence.of("message", message).and("why", will.reason());
        evidence.toMap().forEach(all::and);
        return new Answer(
                will,
                reason,
                new Provenance(id, will.commandId(), null, word.name(), message, all.toMap(), null, null, false));
    }

    /** A refusal that names the field at fault and what stood there. */
    static Answer refused(Will will, Reason reason, String field, @Nullable String value, String message) {
        return of(will, Word.REFUSED, reason, message, fault(field, value));
    }

    /** A refusal about the subject. */
    static Answer refused(Will will, Reason reason, String message) {
        return refused(will, reason, "subject", will.subject(), message);
    }

    static Evidence fault(String field, @Nullable String value) {
        var quoted = value != null && value.length() > VALUE_CHARACTERS_MAX
                ? value.substring(0, VALUE_CHARACTERS_MAX) + '…'
                : value;
        return Evidence.of("field", field).and("value", quoted);
    }
}
