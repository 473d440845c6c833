package io.homeostat.common.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Please restart this worker. The snake_case names of the older file format are read too.
 *
 * @param requestId the coordinates of the record where the writer gave none
 * @param validUntil after this instant the request is void; null: no limit of its own
 * @param force the writer wants the process killed without grace
 */
public record RestartRequest(
        String workerId,
        String requestId,
        @Nullable String workerType,
        @Nullable String taskId,
        String reason,
        String requestedBy,
        @Nullable Instant createdAt,
        @Nullable Instant validUntil,
        boolean force) {

    /** The largest request in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    private static final int REASON_CHARACTERS_MAX = 2048;

    /** The total parse of a record of {@code restart-requests}. */
    public static Parsed<RestartRequest> parse(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var id = either(fields, "workerId", "worker_id");
            var requestId = fields.optionalText("requestId", Fields.NAME_CHARACTERS_MAX);
            var createdAt = fields.optionalInstant("createdAt");
            return new RestartRequest(
                    SubjectKey.of("workerId", id, key),
                    requestId == null || requestId.isEmpty() ? origin.coordinates() : requestId,
                    either(fields, "workerType", "worker_type"),
                    either(fields, "taskId", "task_id"),
                    fields.text("reason", REASON_CHARACTERS_MAX),
                    fields.text("requestedBy", Fields.NAME_CHARACTERS_MAX),
                    createdAt == null ? fields.optionalInstant("created_at") : createdAt,
                    fields.optionalInstant("validUntil"),
                    fields.flag("force"));
        });
    }

    private static @Nullable String either(Fields fields, String name, String olderName) {
        var text = fields.optionalText(name, Fields.NAME_CHARACTERS_MAX);
        return text == null ? fields.optionalText(olderName, Fields.NAME_CHARACTERS_MAX) : text;
    }
}
