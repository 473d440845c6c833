package io.homeostat.cli.diff;

import io.homeostat.common.contract.Json;
import java.time.Duration;

/** One way in which two runs differ about a subject. */
sealed interface Difference {

    /** Decided in the first run only. */
    record Missing(Decided real) implements Difference {}

    /** Decided in the second run only. */
    record Extra(Decided simulated) implements Difference {}

    /** The same decision by its id, but not with the same outcome or reason. */
    record Otherwise(Decided real, Decided simulated) implements Difference {}

    /** The same decision for the same reason, but about another incarnation, episode or attempt: the ids differ. */
    record OtherId(Decided real, Decided simulated) implements Difference {}

    /**
     * The very same decision, at a time that is too far away.
     *
     * @param by positive: later in the second run
     */
    record Shifted(Decided real, Decided simulated, Duration by) implements Difference {}

    /** One line for a person. */
    default String line() {
        return switch (this) {
            case Missing(var real) ->
                where(real) + "missing in the simulation: " + real.words() + " of " + at(real) + ", " + real.id();
            case Extra(var simulated) ->
                where(simulated) + "only in the simulation: " + simulated.words() + " of " + at(simulated) + ", "
                        + simulated.id();
            case Otherwise(var real, var simulated) ->
                where(real) + "decided otherwise: really " + real.words() + " at " + at(real) + ", in the simulation "
                        + simulated.words() + " at " + at(simulated) + ", " + real.id();
            case OtherId(var real, var simulated) ->
                where(real) + real.words() + " of another incarnation, episode or attempt: really " + real.id() + " at "
                        + at(real) + ", in the simulation " + simulated.id() + " at " + at(simulated);
            case Shifted(var real, var simulated, var by) ->
                where(real) + real.words() + " " + Math.abs(by.toMillis()) + " ms "
                        + (by.isNegative() ? "earlier" : "later") + " in the simulation: really at " + at(real)
                        + ", simulated at " + at(simulated) + ", " + real.id();
        };
    }

    private static String where(Decided decided) {
        return decided.topic() + ' ' + decided.subject() + ": ";
    }

    private static String at(Decided decided) {
        return Json.instant(decided.time());
    }
}
