package io.homeostat.simulation;

import io.homeostat.autofix.domain.Remedy;
import io.homeostat.autofix.topology.AutofixMeters;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.streams.CatchingUp;
import org.jspecify.annotations.Nullable;

/** Nobody reads meters in a simulation; what was decided stands in the output. */
final class NoFixMeters implements AutofixMeters {

    private final CatchingUp catchingUp = new CatchingUp();

    @Override
    public CatchingUp catchingUp() {
        return catchingUp;
    }

    @Override
    public void decided(Fix.Status status, Fix.Reason reason) {}

    @Override
    public void remedy(@Nullable Remedy before, Remedy after) {}

    @Override
    public void left() {}
}
