package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Provenance;

/** What is decided about an incident. */
public sealed interface IncidentDecision {

    /** Why a record was written. */
    enum Change {
        OPENED,
        UPDATED,
        REOPENED,
        ESCALATED,
        UPDATE_DUE,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** Why a command was carried out or not. */
    enum Reason {
        ACKNOWLEDGED,
        RESOLVED,
        UNKNOWN_INCIDENT,
        ALREADY_ACKNOWLEDGED,
        ALREADY_RESOLVED,
        REPEATED,
        NOT_SUPPORTED
    }

    /**
     * The incident as it now is.
     *
     * @param provenance with the incident id, for the headers; the record has its own
     */
    record Written(Change change, Incident incident, Provenance provenance) implements IncidentDecision {}

    /**
     * The answer to a command.
     *
     * @param provenance its decision is DONE or REFUSED
     */
    record Answered(OperatorCommand command, Reason reason, Provenance provenance) implements IncidentDecision {}
}
