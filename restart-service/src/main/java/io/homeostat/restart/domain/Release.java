package io.homeostat.restart.domain;

import java.time.Instant;

/**
 * A release from quarantine that waits for a second person.
 *
 * @param id names it; the id of the answer to the RELEASE
 * @param actor who wants it, and so cannot approve it
 * @param expiresAt append time from which nobody can approve it any more, itself included
 */
public record Release(String id, String workerId, String actor, String reason, Instant expiresAt) {}
