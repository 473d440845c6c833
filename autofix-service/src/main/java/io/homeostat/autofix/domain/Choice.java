package io.homeostat.autofix.domain;

import io.homeostat.autofix.domain.Gates.Gate;
import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.policy.FixSpec;
import io.homeostat.common.policy.FixSpec.Kind;
import io.homeostat.common.policy.FixSpec.Prerequisite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which fix: of those that match, the safest whose own demands are met. Where none is, the refusal of the safest one is
 * the answer. A fix that a person approved is only ever that fix with that change.
 */
final class Choice {

    private Choice() {}

    static Gate of(Case on) {
        var approved = on.isOpen() && on.course().approver() != null ? on.plan() : null;
        var classification = on.pattern().classification();
        List<FixSpec> matching = on.terms().registry().matching(classification).stream()
                .filter(fix -> approved == null || fix.name().equals(approved.action()))
                .toList();
        if (matching.isEmpty() && approved == null) {
            return Gate.Refused.of(
                    Reason.NO_MATCHING_FIX,
                    "No fix is for " + classification,
                    Evidence.of("fixes", on.terms().registry().fixes().size()));
        }
        var enabled = matching.stream().filter(FixSpec::enabled).toList();
        if (enabled.isEmpty()) {
            return Gate.Refused.of(
                    Reason.FIX_DISABLED,
                    "Every fix for " + classification + " is disabled",
                    Evidence.of("disabled", matching.stream().map(FixSpec::name).toList()));
        }
        Gate first = null;
        for (var fix : enabled) {
            var gate = of(on, fix, approved);
            if (!(gate instanceof Gate.Refused)) {
                return gate;
            }
            first = first == null ? gate : first;
        }
        return first == null ? Gate.Refused.of(Reason.NO_MATCHING_FIX, "", Evidence.of("", null)) : first;
    }

    private static Gate of(Case on, FixSpec fix, @Nullable Plan approved) {
        if (on.pattern().confidence().compareTo(fix.minConfidence()) < 0) {
            return refused(
                    on,
                    fix,
                    Reason.LOW_CONFIDENCE,
                    "The fix " + fix.name() + " demands a confidence of " + fix.minConfidence(),
                    Evidence.of("minConfidence", fix.minConfidence()));
        }
        var lacking = lacking(on, fix);
        if (lacking != null) {
            return prerequisite(on, fix, lacking);
        }
        if (fix.kind() == Kind.RESTART) {
            var workers = approved == null ? on.workers() : approved.workers();
            return workers.isEmpty()
                    ? prerequisite(on, fix, "No worker of the pattern is known")
                    : Gates.chosen(
                            on,
                            fix,
                            Plan.of(fix, Change.NONE, workers, on.pattern().kind()));
        }
        var part = on.terms().part();
        if (part == null) {
            return prerequisite(on, fix, "The target has no component");
        }
        return switch (Arithmetics.of(fix, part.settings())) {
            case Arithmetics.Outcome.Impossible(var why) -> prerequisite(on, fix, why);
            case Arithmetics.Outcome.Changes(var change) -> {
                if (approved != null && !approved.change().equals(change)) {
                    yield prerequisite(
                            on, fix, "Approved was " + approved.change().text() + ", now it would be " + change.text());
                }
                yield Gates.chosen(
                        on, fix, Plan.of(fix, change, on.workers(), on.pattern().kind()));
            }
        };
    }

    private static @Nullable String lacking(Case on, FixSpec fix) {
        var part = on.terms().part();
        if (fix.prerequisites().contains(Prerequisite.COMPONENT_KNOWN) && part == null) {
            return "The target has no component";
        }
        if (fix.prerequisites().contains(Prerequisite.RESTARTABLE) && (part == null || !part.restartable())) {
            return "The component is not known as restartable and desired to run";
        }
        return null; // SETTING_KNOWN is what the arithmetic asks for
    }

    private static Gate prerequisite(Case on, FixSpec fix, String why) {
        return refused(on, fix, Reason.PREREQUISITE, why, Evidence.of("prerequisite", why));
    }

    private static Gate refused(Case on, FixSpec fix, Reason reason, String why, Evidence evidence) {
        return new Gate.Refused(
                reason,
                why,
                evidence,
                Plan.of(fix, Change.NONE, on.workers(), on.pattern().kind()));
    }
}
