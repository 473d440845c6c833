package io.homeostat.restart.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.CommandResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the stage of the workers tells the admission stage: the values of {@code restart-admission}. Each names the record
 * that caused it: the id of a status, or the coordinates of a record from outside.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdmissionInput.Down.class, name = "DOWN"),
    @JsonSubTypes.Type(value = AdmissionInput.Requested.class, name = "REQUESTED"),
    @JsonSubTypes.Type(value = AdmissionInput.Up.class, name = "UP"),
    @JsonSubTypes.Type(value = AdmissionInput.Gone.class, name = "GONE"),
    @JsonSubTypes.Type(value = AdmissionInput.Fenced.class, name = "FENCED"),
    @JsonSubTypes.Type(value = AdmissionInput.Answered.class, name = "ANSWERED"),
    @JsonSubTypes.Type(value = AdmissionInput.Willed.class, name = "WILLED")
})
public sealed interface AdmissionInput {

    /** Key of the record: the worker that it is about, or the subject of an operator's will. */
    String workerId();

    /** Id of the status, or coordinates of the record from outside. */
    String causeId();

    /** A worker is ZOMBIE, FAILED or STUCK. */
    record Down(Subject subject, String causeId, @Nullable String incidentId, boolean synthetic)
            implements AdmissionInput {

        public Down {
            requireNonNull(subject, "subject");
            requireNonNull(causeId, "causeId");
            requireNonNull(subject.state(), "state");
        }

        @Override
        public String workerId() {
            return subject.workerId();
        }
    }

    /**
     * Somebody asks for a restart.
     *
     * @param subject as last known; its state is null where nothing is known
     * @param incidentId of the worker's present trouble; null without one
     */
    record Requested(
            Subject subject,
            Request request,
            String causeId,
            @Nullable String incidentId) implements AdmissionInput {

        public Requested {
            requireNonNull(subject, "subject");
            requireNonNull(request, "request");
            requireNonNull(causeId, "causeId");
        }

        @Override
        public String workerId() {
            return subject.workerId();
        }
    }

    /** A worker that was spoken of is ALIVE. */
    record Up(String workerId, @Nullable String incarnation, String causeId) implements AdmissionInput {

        public Up {
            requireNonNull(workerId, "workerId");
            requireNonNull(causeId, "causeId");
        }
    }

    /** A worker that was spoken of left the fleet. */
    record Gone(String workerId, @Nullable String incarnation, Departure departure, String causeId)
            implements AdmissionInput {

        public Gone {
            requireNonNull(workerId, "workerId");
            requireNonNull(departure, "departure");
            requireNonNull(causeId, "causeId");
        }
    }

    /** {@code incarnation} still beats, although it was terminated. */
    record Fenced(
            Subject subject,
            String incarnation,
            String causeId,
            @Nullable String incidentId,
            boolean synthetic) implements AdmissionInput {

        public Fenced {
            requireNonNull(subject, "subject");
            requireNonNull(incarnation, "incarnation");
            requireNonNull(causeId, "causeId");
        }

        @Override
        public String workerId() {
            return subject.workerId();
        }
    }

    /**
     * An agent answered.
     *
     * @param incarnation that a START or RESTART brought up; null if the agent does not know
     */
    record Answered(
            String workerId,
            String commandId,
            CommandResult.Status status,
            String agent,
            @Nullable String message,
            @Nullable String incarnation,
            String causeId)
            implements AdmissionInput {

        public Answered {
            requireNonNull(workerId, "workerId");
            requireNonNull(commandId, "commandId");
            requireNonNull(status, "status");
            requireNonNull(agent, "agent");
            requireNonNull(causeId, "causeId");
        }
    }

    /**
     * An operator wants something.
     *
     * @param subject what is known of the worker of this name; a stranger where the command is about none
     * @param incidentId of the worker's present trouble; null without one
     */
    record Willed(
            Subject subject,
            Will will,
            String causeId,
            @Nullable String incidentId) implements AdmissionInput {

        public Willed {
            requireNonNull(subject, "subject");
            requireNonNull(will, "will");
            requireNonNull(causeId, "causeId");
        }

        @Override
        public String workerId() {
            return will.subject();
        }
    }

    /** How a worker left. */
    enum Departure {
        GOODBYE,
        RETIRED,
        FORGOTTEN
    }

    /**
     * What somebody asks for.
     *
     * @param validUntil append time after which the request is void, itself included in its life; null: no limit
     * @param force without grace
     */
    record Request(
            String requestId,
            String requestedBy,
            String why,
            @Nullable Instant validUntil,
            boolean force) {

        public Request {
            requireNonNull(requestId, "requestId");
            requireNonNull(requestedBy, "requestedBy");
            requireNonNull(why, "why");
        }
    }
}
