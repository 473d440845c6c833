package io.homeostat.autofix.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.policy.FixSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fix that was chosen, with everything that its further life depends on: what was decided does not change with the
 * catalogue.
 *
 * @param safety score, 0 to 1
 * @param change nothing for a restart
 * @param workers of the pattern that belong to the target
 * @param recursOn kinds of failures which say that the trouble goes on, sorted
 * @param revert an ineffective change is taken back
 * @param thenRestart the workers are restarted after the change
 */
public record Plan(
        String action,
        BigDecimal safety,
        Change change,
        List<String> workers,
        List<FailureKind> recursOn,
        boolean revert,
        boolean thenRestart) {

    public Plan {
        workers = List.copyOf(workers);
        recursOn = List.copyOf(recursOn);
    }

    /** True if a restart brings the fix into force. */
    boolean restarts() {
        return thenRestart || change.isNone();
    }

    /** @param kind of failure that the pattern is made of: where it comes back the trouble does, whatever the catalogue says */
    static Plan of(FixSpec fix, Change change, List<String> workers, @Nullable FailureKind kind) {
        return new Plan(
                fix.name(),
                fix.safety(),
                change,
                workers,
                Stream.concat(fix.recursOn().stream(), Stream.ofNullable(kind))
                        .distinct()
                        .sorted()
                        .toList(),
                fix.revert(),
                fix.thenRestart());
    }
}
