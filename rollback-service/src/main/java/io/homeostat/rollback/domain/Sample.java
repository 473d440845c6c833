package io.homeostat.rollback.domain;

import org.jspecify.annotations.Nullable;

/**
 * What one check says of a version.
 *
 * @param ok whether the check passed
 * @param errorRate at most 1
 * @param operations behind the rate; null where the checker did not say
 */
public record Sample(boolean ok, Ratio errorRate, @Nullable Long operations) {}
