package io.homeostat.simulation;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.streams.CatchingUp;
import io.homeostat.rollback.topology.VerdictMeters;

/** Nobody reads meters in a simulation; what was decided stands in the output. */
final class NoVerdictMeters implements VerdictMeters {

    private final CatchingUp catchingUp = new CatchingUp();

    @Override
    public CatchingUp catchingUp() {
        return catchingUp;
    }

    @Override
    public void decided(Rollback record) {}

    @Override
    public void signalled() {}

    @Override
    public void open(int task, int sessions) {}
}
