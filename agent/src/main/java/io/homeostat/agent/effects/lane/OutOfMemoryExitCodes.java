package io.homeostat.agent.effects.lane;

import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.FailureKind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exit codes by which a component's processes say that they ran out of memory: {@code parameters.outOfMemoryExitCodes},
 * a list of whole numbers (3 for a JVM with {@code -XX:+ExitOnOutOfMemoryError}). The operating system's own killer leaves 137,
 * which any {@code kill -9} does too: a component that lists it says that nobody else kills its processes so.
 *
 * @param codes empty where the component declares none: then every end is a CRASH
 */
record OutOfMemoryExitCodes(Set<Integer> codes) {

    static OutOfMemoryExitCodes of(Component component) {
        var codes = new HashSet<Integer>();
        var declared =
                component.parameters() == null ? null : component.parameters().get("outOfMemoryExitCodes");
        if (declared != null) {
            declared.forEach(code -> {
                if (code.canConvertToInt() && code.isIntegralNumber()) {
                    codes.add(code.intValue());
                }
            });
        }
        return new OutOfMemoryExitCodes(codes);
    }

    /** @param exitCode null: not known, so nothing is known of its cause */
    FailureKind kindOf(@Nullable Integer exitCode) {
        return exitCode != null && codes.contains(exitCode) ? FailureKind.OUT_OF_MEMORY : FailureKind.CRASH;
    }
}
