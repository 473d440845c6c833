package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.WorkerStatus.HealthStatus;
import io.homeostat.common.policy.HeartbeatPolicy;

/** Health scores (semantics 1): 0..100, in whole points. */
final class Health {

    private static final int FULL = 100;
    private static final long EXACT_MAX = Long.MAX_VALUE / 16;

    private Health() {}

    /** The reported score, else one computed from resources and tokens. */
    static int score(Heartbeat beat) {
        var reported = beat.healthScore();
        return reported == null ? Math.max(0, FULL - cpu(beat) - memory(beat) - tokens(beat)) : reported;
    }

    /** The score that is left after {@code missed} beats. */
    static int effective(int score, long missed, HeartbeatPolicy policy) {
        long lost = Math.min(FULL, policy.decayRate() * Math.min(missed, FULL));
        return (int) Math.max(0, score - lost);
    }

    /** Missed beats from which on the effective score is below the least one; {@link Long#MAX_VALUE}: never. */
    static long missedUntilTooLow(int score, HeartbeatPolicy policy) {
        if (score == Report.UNKNOWN) {
            return Long.MAX_VALUE;
        }
        if (score < policy.minHealthScore()) {
            return 0;
        }
        if (policy.decayRate() == 0 || policy.minHealthScore() == 0) {
            return Long.MAX_VALUE;
        }
        return (score - policy.minHealthScore()) / policy.decayRate() + 1;
    }

    static HealthStatus band(int score, HeartbeatPolicy policy) {
        if (score >= policy.healthyFrom()) {
            return HealthStatus.HEALTHY;
        }
        return score >= policy.degradedFrom() ? HealthStatus.DEGRADED : HealthStatus.UNHEALTHY;
    }

    private static int cpu(Heartbeat beat) {
        var percent = beat.resources() == null ? null : beat.resources().cpuPercent();
        if (percent == null || percent <= 60) {
            return 0;
        }
        return percent > 80 ? 30 : 15;
    }

    private static int memory(Heartbeat beat) {
        var megabytes = beat.resources() == null ? null : beat.resources().memoryMb();
        if (megabytes == null || megabytes <= 512) {
            return 0;
        }
        return megabytes > 1024 ? 30 : 15;
    }

    /** By the share of tokens left in used + left; no tokens at all say nothing. */
    private static int tokens(Heartbeat beat) {
        var tokens = beat.tokens();
        if (tokens == null) {
            return 0;
        }
        long used = tokens.used();
        long left = Math.max(0, tokens.allocated() - used);
        while (left > EXACT_MAX || used > EXACT_MAX) { // absurd counts: the share stays what it is
            left >>= 1;
            used >>= 1;
        }
        long sum = used + left;
        if (sum == 0 || left * 4 >= sum) {
            return 0;
        }
        return left * 10 < sum ? 40 : 20;
    }
}
