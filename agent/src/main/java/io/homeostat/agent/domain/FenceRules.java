package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.Admission.Refuse;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Time, plane and generation: what may change between a decision and its effect without anybody having acted. */
final class FenceRules {

    private FenceRules() {}

    /**
     * Why a command may not be carried out any more, or empty.
     *
     * @param validUntil null: it is void, as everything that is executed carries one
     * @param seen the highest fence of the subject
     */
    static Optional<Refuse> refusal(@Nullable Instant validUntil, Fence carried, Fence seen, PlaneView plane) {
        var now = plane.now();
        if (validUntil == null) {
            return refuse(Reason.LATE, "it carries no validUntil");
        }
        if (now != null && now.isAfter(validUntil)) { // at validUntil itself it is in time
            return refuse(Reason.LATE, "it was valid until " + validUntil + ", now is " + now);
        }
        if (carried.planeGeneration() < plane.planeGeneration()) {
            return refuse(
                    Reason.STALE_PLANE,
                    "it is of plane generation " + carried.planeGeneration() + ", in force is "
                            + plane.planeGeneration());
        }
        if (carried.compareTo(seen) < 0) {
            return refuse(
                    Reason.STALE_GENERATION,
                    "its generation is " + carried.generation() + ", seen was " + seen.generation());
        }
        return Optional.empty();
    }

    private static Optional<Refuse> refuse(Reason reason, String message) {
        return Optional.of(new Refuse(reason, message));
    }
}
