package io.homeostat.restart.domain;

import io.homeostat.common.contract.CircuitBreaker.State;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.policy.SlidingWindow;
import io.homeostat.common.policy.WorkerRestartPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the breaker. What a transition leaves behind is cleared: nothing of an earlier state decides in a later
 * one. A disabled breaker lets everything through and neither counts nor moves.
 */
final class BreakerRules {

    /** How long a restart that finds all probes taken waits before it looks again. */
    static final long FULL_RECHECK_MS = 1_000;

    static final String THRESHOLD = "THRESHOLD";
    static final String NOT_STARTED = "NOT_STARTED";
    static final String RESET_ELAPSED = "RESET_ELAPSED";
    static final String PROBE_FAILED = "PROBE_FAILED";
    static final String PROBE_LOST = "PROBE_LOST";
    static final String PROBES_SUCCEEDED = "PROBES_SUCCEEDED";
    static final String MANUAL = "MANUAL";

    private BreakerRules() {}

    /** What time alone changes: OPEN becomes HALF_OPEN, a probe without an end within its lease counts as failed. */
    static Breaker atTime(Breaker breaker, WorkerRestartPolicy.Breaker policy, Now now) {
        if (!policy.enabled()) {
            return breaker;
        }
        return switch (breaker.state()) {
            case CLOSED -> breaker;
            case OPEN -> now.observedMs() >= breaker.retryAtMs() ? halfOpen(breaker) : breaker;
            case HALF_OPEN ->
                now.observedMs() >= breaker.dueMs()
                        ? open(breaker, breaker.failureCount() + 1, PROBE_LOST, policy, now)
                        : breaker;
        };
    }

    /** Null if a restart may go now, else the observed time at which it may ask again. */
    static @Nullable Long refusedUntilMs(Breaker breaker, WorkerRestartPolicy.Breaker policy, Now now) {
        if (!policy.enabled()) {
            return null;
        }
        return switch (breaker.state()) {
            case CLOSED -> null;
            case OPEN -> breaker.retryAtMs();
            case HALF_OPEN ->
                breaker.probes().size() < policy.halfOpenMaxProbes() ? null : now.observedMs() + FULL_RECHECK_MS;
        };
    }

    /** A restart of the lineage goes: in HALF_OPEN it is a probe, with a lease. */
    static Breaker admitted(Breaker breaker, WorkerRestartPolicy.Breaker policy, String lineage, Now now) {
        if (!policy.enabled() || breaker.state() != State.HALF_OPEN) {
            return breaker;
        }
        var probes = new ArrayList<>(without(breaker, lineage));
        probes.add(new Breaker.Probe(lineage, now.observedMs() + policy.probeLeaseSeconds() * 1_000));
        return breaker.withProbes(probes, breaker.successes());
    }

    /**
     * A failure of the type. While OPEN it changes nothing: it does not extend the wait.
     *
     * @param opensAtOnce the last allowed attempt could not even be started
     */
    static Breaker failed(Breaker breaker, WorkerRestartPolicy.Breaker policy, boolean opensAtOnce, Now now) {
        if (!policy.enabled()) {
            return breaker;
        }
        return switch (breaker.state()) {
            case OPEN -> breaker;
            case HALF_OPEN -> open(breaker, breaker.failureCount() + 1, PROBE_FAILED, policy, now);
            case CLOSED -> {
                long windowMs = policy.windowSeconds() * 1_000;
                var failures = breaker.failures().add(now.observedMs(), windowMs);
                int count = failures.count(now.observedMs(), windowMs);
                boolean tooMany = count >= policy.threshold();
                yield tooMany || opensAtOnce
                        ? open(breaker, count, tooMany ? THRESHOLD : NOT_STARTED, policy, now)
                        : breaker.withFailures(failures);
            }
        };
    }

    /** An attempt failed in a way that is no failure of the type; if it was a probe, the probe failed. */
    static Breaker probeFailed(Breaker breaker, WorkerRestartPolicy.Breaker policy, String lineage, Now now) {
        return breaker.state() == State.HALF_OPEN && breaker.holdsProbe(lineage)
                ? failed(breaker, policy, false, now)
                : breaker;
    }

    /** A restart of the lineage succeeded. Only probes close a breaker. */
    static Breaker succeeded(Breaker breaker, WorkerRestartPolicy.Breaker policy, String lineage) {
        if (!policy.enabled() || breaker.state() != State.HALF_OPEN || !breaker.holdsProbe(lineage)) {
            return breaker;
        }
        int successes = breaker.successes() + 1;
        return successes >= policy.halfOpenSuccessThreshold()
                ? close(breaker, PROBES_SUCCEEDED)
                : breaker.withProbes(without(breaker, lineage), successes);
    }

    /** A restart of the lineage ended without a verdict: its probe is free again. */
    static Breaker released(Breaker breaker, String lineage) {
        return breaker.holdsProbe(lineage)
                ? breaker.withProbes(without(breaker, lineage), breaker.successes())
                : breaker;
    }

    /** A person opens it: as by failures, it lets probes through again after the reset time. */
    static Breaker openedByHand(Breaker breaker, WorkerRestartPolicy.Breaker policy, Now now) {
        return open(breaker, breaker.failureCount(), MANUAL, policy, now);
    }

    /** A person closes it: nothing that it counted counts any more. */
    static Breaker closedByHand(Breaker breaker) {
        return close(breaker, MANUAL);
    }

    private static List<Breaker.Probe> without(Breaker breaker, String lineage) {
        return breaker.probes().stream()
                .filter(probe -> !probe.lineage().equals(lineage))
                .toList();
    }

    private static Breaker open(
            Breaker before, int failures, String reason, WorkerRestartPolicy.Breaker policy, Now now) {
        var incident = before.incidentId();
        return new Breaker(
                before.workerType(),
                State.OPEN,
                SlidingWindow.EMPTY,
                failures,
                reason,
                now.at(),
                now.observedMs() + policy.resetSeconds() * 1_000,
                now.in(policy.resetSeconds()),
                List.of(),
                0,
                before.transitions() + 1,
                incident == null ? Ids.of("inc", "breaker", before.workerType(), before.transitions() + 1) : incident,
                before.lastRecord());
    }

    private static Breaker halfOpen(Breaker before) {
        return new Breaker(
                before.workerType(),
                State.HALF_OPEN,
                SlidingWindow.EMPTY,
                before.failureCount(),
                RESET_ELAPSED,
                before.openedAt(),
                0,
                null,
                List.of(),
                0,
                before.transitions() + 1,
                before.incidentId(),
                before.lastRecord());
    }

    private static Breaker close(Breaker before, String reason) {
        return new Breaker(
                before.workerType(),
                State.CLOSED,
                SlidingWindow.EMPTY,
                0,
                reason,
                null,
                0,
                null,
                List.of(),
                0,
                before.transitions() + 1,
                null,
                before.lastRecord());
    }
}
