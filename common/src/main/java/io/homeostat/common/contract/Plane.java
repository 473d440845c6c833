package io.homeostat.common.contract;

import java.time.Instant;

/**
 * Generation of this plane: commands of an older one are void. Written 1 by provisioning, + 1 only by a restore or a
 * move to another cluster (mechanics 17).
 */
public record Plane(long generation, String reason, Instant since) {

    /** Key of the only record. */
    public static final String KEY = "plane";
}
