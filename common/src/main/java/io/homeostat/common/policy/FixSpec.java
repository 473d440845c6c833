package io.homeostat.common.policy;

import io.homeostat.common.contract.FailureKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One fix of the catalogue.
 *
 * @param name also the {@code action} of its records
 * @param enabled false: it is refused as FIX_DISABLED
 * @param match classifications {@code category:type} that it is for, compared as a whole
 * @param settings what becomes of each setting, by name; empty for a restart
 * @param safety score, 0 (never) to 1
 * @param requiresApproval a person is asked whatever the score
 * @param minConfidence what it demands beyond the policy; 0: nothing
 * @param prerequisites what must hold of the target's component
 * @param recursOn kinds of failures of the target which say, after the fix, that the trouble goes on
 * @param revert an ineffective change is taken back
 * @param thenRestart the workers of the pattern are restarted after the change, as they read it at their start only
 */
public record FixSpec(
        String name,
        boolean enabled,
        List<String> match,
        Kind kind,
        Map<String, Arithmetic> settings,
        BigDecimal safety,
        boolean requiresApproval,
        BigDecimal minConfidence,
        Set<Prerequisite> prerequisites,
        Set<FailureKind> recursOn,
        boolean revert,
        boolean thenRestart) {

    public FixSpec {
        match = List.copyOf(match);
        settings = Map.copyOf(settings);
        prerequisites = Set.copyOf(prerequisites);
        recursOn = Set.copyOf(recursOn);
    }

    /** What a fix does. */
    public enum Kind {
        /** Changes settings of the component by a fix-command. */
        SETTINGS,
        /** Asks for a restart of the pattern's workers. */
        RESTART
    }

    /** What must hold of the component. SETTING_KNOWN is always demanded of a fix of settings. */
    public enum Prerequisite {
        SETTING_KNOWN,
        COMPONENT_KNOWN,
        RESTARTABLE
    }

    /** What is done to the number. */
    public enum Operation {
        MULTIPLY,
        ADD,
        SET
    }

    /**
     * What becomes of a setting. The result is clamped to {@code min} and {@code max}; where the present value is a whole
     * number it is rounded half up first. A clamp never turns the direction: what is beyond the limit already stays.
     *
     * @param operand factor or summand; null with SET
     * @param min least result; null: none
     * @param max greatest result; null: none
     * @param value JSON text that SET writes; null otherwise
     */
    public record Arithmetic(
            Operation operation,
            @Nullable BigDecimal operand,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable String value) {}
}
