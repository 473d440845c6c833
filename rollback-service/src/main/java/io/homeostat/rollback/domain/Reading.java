package io.homeostat.rollback.domain;

import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.policy.RollbackPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check says, as far as it says anything.
 *
 * @param sample null: no metrics at all, which is neither good nor bad
 * @param why in the checker's words, else ours; null where there is nothing to say
 */
record Reading(@Nullable Sample sample, @Nullable String why) {

    /** As long as a checker's own reason may be. */
    private static final int WHY_CHARACTERS_MAX = 2_048;

    /**
     * Reads a pushed check. {@code ok} absent: all parts hold, memory is below the limit, the worker is there. A missing
     * worker is a failed check, whatever else is said.
     */
    static Reading of(HealthCheck check, RollbackPolicy policy) {
        if (saysNothing(check)) {
            return new Reading(null, check.reason() == null ? "no metrics" : check.reason());
        }
        var faults = faults(check, policy);
        var said = check.ok();
        boolean ok = isThere(check) && (said == null ? faults.isEmpty() : said);
        var ours = faults.isEmpty() ? null : Cut.of(String.join(", ", faults), WHY_CHARACTERS_MAX);
        var why = check.reason() == null ? ours : check.reason();
        return new Reading(new Sample(ok, errorRate(check), check.operations()), why);
    }

    /** A worker that is known to be missing is something; a live one of which nothing is known is not. */
    private static boolean saysNothing(HealthCheck check) {
        boolean rated = check.errorRate() != null || (check.failureCount() != null && check.operations() != null);
        boolean measured = check.memoryMb() != null || check.openFiles() != null || check.latencyMs() != null;
        return check.ok() == null && isThere(check) && check.checks().isEmpty() && !rated && !measured;
    }

    private static boolean isThere(HealthCheck check) {
        return check.workerPresent() == null || check.workerPresent();
    }

    private static ArrayList<String> faults(HealthCheck check, RollbackPolicy policy) {
        var faults = new ArrayList<String>();
        if (!isThere(check)) {
            faults.add("the worker is missing");
        }
        check.checks().entrySet().stream()
                .filter(part -> !part.getValue())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(part -> faults.add(part + " does not hold"));
        BigDecimal memory = check.memoryMb();
        if (memory != null && memory.compareTo(policy.memoryLimitMb()) >= 0) {
            faults.add("memory " + memory + " MB is not below " + policy.memoryLimitMb());
        }
        return faults;
    }

    private static Ratio errorRate(HealthCheck check) {
        var failed = check.failureCount();
        var operations = check.operations();
        var rate = check.errorRate();
        if (rate != null) {
            return Ratio.of(rate);
        }
        return failed == null || operations == null ? Ratio.ZERO : Ratio.of(failed, operations);
    }
}
