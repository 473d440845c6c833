package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something went wrong with a worker or another subject.
 *
 * @param workerId null where the trouble is not of one worker
 * @param subject what the trouble is of; the worker id where there is one
 * @param failureId identifies the failure; the coordinates of the record where the writer gave none
 * @param exitCode of a process; null if unknown
 * @param incarnation of the worker that failed; null if unknown
 * @param time the writer's own clock, for diagnosis only
 * @param provenance null on records from outside; of parsed ones only the ids are kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(
        @Nullable String workerId,
        String subject,
        String failureId,
        @Nullable String workerType,
        @Nullable String service,
        @Nullable String version,
        @Nullable String taskId,
        FailureKind kind,
        @Nullable Severity severity,
        @Nullable String message,
        @Nullable Integer exitCode,
        @Nullable JsonNode attributes,
        @Nullable String incarnation,
        @Nullable Instant time,
        boolean synthetic,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** The largest failure in bytes. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final int MESSAGE_CHARACTERS_MAX = 16 * 1024;

    /** The failure has a message and a synthetic flag of its own: a second one would make the JSON a broken one. */
    public Failure {
        if (provenance != null && (provenance.message() != null || provenance.synthetic())) {
            provenance = new Provenance(
                    provenance.id(),
                    provenance.causeId(),
                    provenance.incidentId(),
                    provenance.decision(),
                    null,
                    provenance.evidence(),
                    provenance.policy(),
                    provenance.validUntil(),
                    false);
        }
    }

    /** A number of {@code attributes}, exact; null where it is absent, no number or beyond what a measure can be. */
    public @Nullable BigDecimal numericAttribute(String name) {
        var node = attributes == null ? null : attributes.get(name);
        var number = node != null && node.isNumber() ? node.decimalValue() : null;
        return number != null && Decimals.isMeasurable(number) ? number : null;
    }

    /** The total parse of a record of {@code failures}, whoever wrote it. */
    public static Parsed<Failure> parse(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var workerId = fields.optionalText("workerId", WorkerId.LENGTH_MAX);
            var named = workerId == null ? fields.optionalText("subject", WorkerId.LENGTH_MAX) : workerId;
            if (named == null || named.isEmpty()) {
                // A key alone does not say whether it names a worker, whose process this may be the end of.
                throw fields.rejected("workerId", "", "is missing, and so is subject");
            }
            var subject = SubjectKey.of(workerId == null ? "subject" : "workerId", named, key);
            var exitCode = fields.optionalWhole("exitCode", Integer.MIN_VALUE, Integer.MAX_VALUE);
            var failureId = fields.optionalText("failureId", Fields.NAME_CHARACTERS_MAX);
            return new Failure(
                    workerId,
                    subject,
                    failureId == null || failureId.isEmpty() ? origin.coordinates() : failureId,
                    fields.optionalText("workerType", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("service", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("version", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("taskId", Fields.NAME_CHARACTERS_MAX),
                    fields.requiredEnum("kind", FailureKind.class),
                    fields.optionalEnum("severity", Severity.class),
                    fields.optionalText("message", MESSAGE_CHARACTERS_MAX),
                    exitCode == null ? null : exitCode.intValue(),
                    fields.tree("attributes"),
                    fields.optionalText("incarnation", WorkerId.LENGTH_MAX),
                    fields.optionalInstant("time"),
                    fields.flag("synthetic"),
                    provenance(fields, failureId));
        });
    }

    /**
     * Of the provenance only the ids are kept. Read leniently: on records from outside these are unknown fields, and
     * whatever stands in those is no reason to refuse a failure.
     */
    private static @Nullable Provenance provenance(Fields fields, @Nullable String failureId) {
        var incidentId = lenient(fields, "incidentId");
        var own = lenient(fields, "id");
        var id = own == null ? failureId : own;
        if (id == null || (incidentId == null && own == null)) {
            return null;
        }
        var causeId = lenient(fields, "causeId");
        return new Provenance(id, causeId == null ? id : causeId, incidentId, null, null, null, null, null, false);
    }

    private static @Nullable String lenient(Fields fields, String name) {
        var node = fields.tree(name);
        return node != null && node.isTextual() && WorkerId.isValid(node.textValue()) ? node.textValue() : null;
    }
}
