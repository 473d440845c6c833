package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.PolicyRequest;
import org.jspecify.annotations.Nullable;

/** What can happen to a policy. */
public sealed interface PolicyInput {

    /**
     * Somebody wants it to be effective.
     *
     * @param origin coordinates of the request
     */
    record Requested(PolicyRequest request, String origin) implements PolicyInput {}

    /** A request about a known key cannot be read. */
    record Unreadable(String origin, String actor, String field, String found, String reason) implements PolicyInput {}

    /** A second person agrees to what waits under {@code waitingId}. */
    record Approve(Command command, String waitingId) implements PolicyInput {}

    /** Somebody does not want what waits under {@code waitingId}. */
    record Reject(Command command, String waitingId) implements PolicyInput {}

    /**
     * The log of {@code policies} has a record.
     *
     * @param document null: the policy was removed, or the record cannot be read
     * @param id of the record; null where its writer gave none
     * @param problem why it cannot be read; null where it can
     */
    record Found(
            @Nullable PolicyDocument document,
            @Nullable String id,
            @Nullable String problem,
            String origin) implements PolicyInput {}

    /** Time went on. */
    record Tick() implements PolicyInput {}
}
