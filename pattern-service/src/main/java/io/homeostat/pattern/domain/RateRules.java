package io.homeostat.pattern.domain;

import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.ErrorRate.Verdict;
import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.FailurePatternPolicy;
import io.homeostat.common.policy.Policies.InForce;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the counts of a window say. */
public final class RateRules {

    private RateRules() {}

    /** Whose window it is. */
    public record Of(String service, String version, RateWindow window) {}

    /**
     * The record of a window.
     *
     * @param gapEndMs append time at which the last gap ended; a window that began before it may lack operations
     * @param causeId coordinates of the sample or tick that changed the window
     */
    public static ErrorRate rate(
            Of of,
            Counts counts,
            @Nullable Long gapEndMs,
            InForce<FailurePatternPolicy> policy,
            Now now,
            String causeId) {
        long startMs = of.window.startAt(now.at().toEpochMilli());
        var start = Instant.ofEpochMilli(startMs);
        var gapEnd = gapEndMs != null && startMs < gapEndMs ? Instant.ofEpochMilli(gapEndMs) : null;
        boolean afterGap = gapEnd != null;
        boolean tooFew = counts.total() < policy.policy().minOperations();
        var verdict = afterGap || tooFew ? Verdict.INCONCLUSIVE : Verdict.OK;
        boolean any = counts.total() > 0;
        var interval = any ? Wilson.of(counts.failed(), counts.total()) : null;
        var evidence = Evidence.of("operations", counts.total())
                .and("minOperations", policy.policy().minOperations())
                .and("gapEnd", gapEnd == null ? null : Json.instant(gapEnd));
        return new ErrorRate(
                of.service,
                of.version,
                of.window.seconds(),
                start,
                counts.succeeded(),
                counts.failed(),
                any ? Wilson.rate(counts.failed(), counts.total()) : null,
                interval == null ? null : interval.low(),
                interval == null ? null : interval.high(),
                verdict,
                new Provenance(
                        Ids.of(
                                "ert",
                                of.service,
                                of.version,
                                of.window.seconds(),
                                startMs,
                                counts.succeeded(),
                                counts.failed()),
                        causeId,
                        null,
                        verdict.name(),
                        afterGap ? "The window began before the end of a gap in time" : null,
                        evidence.toMap(),
                        policy.ref(),
                        null,
                        false));
    }
}
