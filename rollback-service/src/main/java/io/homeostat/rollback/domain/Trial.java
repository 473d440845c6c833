package io.homeostat.rollback.domain;

import org.jspecify.annotations.Nullable;

/**
 * A promotion under watch.
 *
 * @param previousVersion what a rollback goes back to; null if nobody said
 * @param environment chooses the policy's profile
 * @param actor who promoted; null if nobody said
 * @param number of the session of the service, from 1: keeps apart promotions of one id
 * @param overrides of the policy, as JSON; null: none
 */
public record Trial(
        String promotionId,
        String service,
        String version,
        @Nullable String previousVersion,
        String environment,
        @Nullable String actor,
        int number,
        @Nullable String overrides) {}
