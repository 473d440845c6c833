package io.homeostat.cli.diff;

import io.homeostat.cli.view.Lines;
import io.homeostat.common.contract.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** What was really decided; null: nothing. */
    default @Nullable Decided inReal() {
        return switch (this) {
            case Missing(var real) -> real;
            case Extra _ -> null;
            case Otherwise(var real, var _) -> real;
            case OtherId(var real, var _) -> real;
            case Shifted(var real, var _, var _) -> real;
        };
    }

    /** What the simulation decided; null: nothing. */
    default @Nullable Decided inSimulation() {
        return switch (this) {
            case Missing _ -> null;
            case Extra(var simulated) -> simulated;
            case Otherwise(var _, var simulated) -> simulated;
            case OtherId(var _, var simulated) -> simulated;
            case Shifted(var _, var simulated, var _) -> simulated;
        };
    }

    /** When the two runs parted over this: the earlier of both times. */
    default Instant since() {
        return Stream.of(Optional.ofNullable(inReal()), Optional.ofNullable(inSimulation()))
                .flatMap(Optional::stream)
                .map(Decided::time)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

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
        return decided.topic() + ' ' + Lines.printable(decided.subject()) + ": ";
    }

    private static String at(Decided decided) {
        return Json.instant(decided.time());
    }
}
