package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every record of a service says about itself: its id, what led to it and on which grounds (contract, section 1).
 * It stands at the top level of the record's JSON.
 *
 * @param id deterministic id of this record
 * @param causeId id of the record or decision that led here; {@code topic/partition/offset} for an input record
 * @param incidentId the trouble that this belongs to, from first failure to recovery; null outside of any trouble
 * @param decision what was decided, in the topic's own words
 * @param message one sentence for a person
 * @param evidence the numbers and coordinates that the decision rests on, in a fixed order
 * @param policy the policy in force for the decision
 * @param validUntil after this instant nobody may act on the record; null where nothing is executed
 * @param synthetic true for drills: never counted in rates, patterns, breakers or budgets
 */
public record Provenance(
        String id,
        String causeId,
        @Nullable String incidentId,
        @Nullable String decision,
        @Nullable String message,
        @Nullable Map<String, Object> evidence,
        @Nullable PolicyRef policy,
        @Nullable Instant validUntil,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean synthetic) {

    /** Name and version of the policy in force. */
    public record PolicyRef(String name, String version) {}

    /** What a reader of another service's record needs to go on from it: its id, incident and whether it is synthetic. */
    static @Nullable Provenance ofIncident(Fields fields) {
        var id = fields.optionalText("id", Fields.NAME_CHARACTERS_MAX);
        if (id == null) {
            return null;
        }
        var incidentId = fields.optionalText("incidentId", Fields.NAME_CHARACTERS_MAX);
        return new Provenance(
                id,
                fields.textOr("causeId", id),
                incidentId,
                null,
                null,
                null,
                null,
                fields.optionalInstant("validUntil"),
                fields.flag("synthetic"));
    }
}
