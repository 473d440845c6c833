package io.homeostat.autofix.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Restart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the stage of the targets tells the admission stage: the values of {@code fix-admission}. {@code causeId} is the id
 * of the record that caused it, or its coordinates where it came from outside.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdmissionInput.Recurring.class, name = "RECURRING"),
    @JsonSubTypes.Type(value = AdmissionInput.Forgotten.class, name = "FORGOTTEN"),
    @JsonSubTypes.Type(value = AdmissionInput.Answered.class, name = "ANSWERED"),
    @JsonSubTypes.Type(value = AdmissionInput.Voted.class, name = "VOTED"),
    @JsonSubTypes.Type(value = AdmissionInput.Restarted.class, name = "RESTARTED"),
    @JsonSubTypes.Type(value = AdmissionInput.Failed.class, name = "FAILED")
})
public sealed interface AdmissionInput {

    /** Key of the record: the pattern, target, subject or worker that it is about. */
    String about();

    /** A pattern appeared or changed. */
    record Recurring(Pattern pattern) implements AdmissionInput {

        public Recurring {
            requireNonNull(pattern, "pattern");
        }

        @Override
        public String about() {
            return pattern.patternId();
        }
    }

    /** The view of patterns forgot one. */
    record Forgotten(String patternId) implements AdmissionInput {

        public Forgotten {
            requireNonNull(patternId, "patternId");
        }

        @Override
        public String about() {
            return patternId;
        }
    }

    /**
     * An agent answered a fix-command.
     *
     * @param at append time of the answer
     */
    record Answered(
            String target,
            String commandId,
            CommandResult.Status status,
            String agent,
            @Nullable String message,
            String causeId,
            Instant at)
            implements AdmissionInput {

        public Answered {
            requireNonNull(target, "target");
            requireNonNull(commandId, "commandId");
            requireNonNull(status, "status");
            requireNonNull(agent, "agent");
            requireNonNull(causeId, "causeId");
            requireNonNull(at, "at");
        }

        @Override
        public String about() {
            return target;
        }
    }

    /**
     * A person approves or rejects.
     *
     * @param waitingId id of what waits; null if the command names none
     * @param why in the actor's words
     */
    record Voted(
            String subject,
            String commandId,
            boolean approves,
            @Nullable String waitingId,
            String actor,
            String why) implements AdmissionInput {

        public Voted {
            requireNonNull(subject, "subject");
            requireNonNull(commandId, "commandId");
            requireNonNull(actor, "actor");
            requireNonNull(why, "why");
        }

        @Override
        public String about() {
            return subject;
        }
    }

    /**
     * A restart ended, or ({@code COMMANDED}) an attempt of it begins.
     *
     * @param requestId of the request that it answers; null if nobody asked for it
     * @param attempt 0 where it was refused before any
     * @param at when that was decided, as append time; null where an older version of the service told of it
     */
    record Restarted(
            String workerId,
            @Nullable String requestId,
            Restart.Status status,
            Restart.Reason reason,
            int attempt,
            String causeId,
            @Nullable Instant at)
            implements AdmissionInput {

        public Restarted {
            requireNonNull(workerId, "workerId");
            requireNonNull(status, "status");
            requireNonNull(reason, "reason");
            requireNonNull(causeId, "causeId");
        }

        @Override
        public String about() {
            return workerId;
        }
    }

    /**
     * A worker failed since the last tick, once or more often in the same way.
     *
     * @param workerType null if the failures do not say
     * @param lastAt append time of the newest
     * @param causeId coordinates of the newest
     */
    record Failed(
            String workerId, @Nullable String workerType, FailureKind kind, int count, Instant lastAt, String causeId)
            implements AdmissionInput {

        public Failed {
            requireNonNull(workerId, "workerId");
            requireNonNull(kind, "kind");
            requireNonNull(lastAt, "lastAt");
            requireNonNull(causeId, "causeId");
        }

        @Override
        public String about() {
            return workerId;
        }

        /** These failures and one more, later one. */
        public Failed and(Failed later) {
            return new Failed(
                    workerId,
                    later.workerType == null ? workerType : later.workerType,
                    kind,
                    count + later.count,
                    later.lastAt.isAfter(lastAt) ? later.lastAt : lastAt,
                    later.lastAt.isAfter(lastAt) ? later.causeId : causeId);
        }
    }
}
