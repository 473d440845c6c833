package io.homeostat.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.util.Optional;

/** What the plane says to a request. */
sealed interface Reply {

    /** A record of {@code audit} answers it. */
    record Answered(JsonNode record) implements Reply {

        String decision() {
            return record.path("decision").asText("?");
        }
    }

    /** Nobody could read it: it is a dead letter. */
    record Unreadable(JsonNode deadLetter) implements Reply {}

    /** Nobody answered in time; the request stands in the log and may still be carried out. */
    record Silence(long seconds) implements Reply {}

    int ACCEPTED = 0;
    int REFUSED = 3;
    int AWAITING = 4;
    int SILENT = 5;

    /** The exit code that tells it to a script. */
    default int exitCode() {
        return switch (this) {
            case Answered answered ->
                switch (answered.decision()) {
                    case "REFUSED" -> REFUSED;
                    case "AWAITING_APPROVAL" -> AWAITING;
                    default -> ACCEPTED;
                };
            case Unreadable _ -> REFUSED;
            case Silence _ -> SILENT;
        };
    }

    /** True while a second person must say yes. */
    default boolean awaitsApproval() {
        return exitCode() == AWAITING;
    }

    /**
     * The reply that a record is, if it is one to this request. Of the records that a request causes, its answer is the
     * one in the name of who asked; the others say in a service's name what else came of it (an older request that no
     * longer waits, say).
     *
     * @param cause the id of the command, or the coordinates of the request
     * @param coordinates of the request
     */
    static Optional<Reply> in(Described record, String actor, String cause, String coordinates) {
        var value = record.value();
        if (record.topic().equals(Topics.AUDIT.name())) {
            boolean ours = cause.equals(value.path("causeId").textValue())
                    && actor.equals(value.path("actor").textValue());
            return ours ? Optional.of(new Answered(value)) : Optional.empty();
        }
        var refused = value.path("topic").asText()
                + '/'
                + value.path("partition").asText()
                + '/'
                + value.path("offset").asText();
        boolean ours = record.topic().equals(Topics.DEAD_LETTERS.name()) && refused.equals(coordinates);
        return ours ? Optional.of(new Unreadable(value)) : Optional.empty();
    }
}
