package io.homeostat.simulation;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.streams.CatchingUp;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.topology.RestartMeters;
import org.jspecify.annotations.Nullable;

/** Nobody reads meters in a simulation; what was decided stands in the output. */
final class NoRestartMeters implements RestartMeters {

    private final CatchingUp catchingUp = new CatchingUp();

    @Override
    public CatchingUp catchingUp() {
        return catchingUp;
    }

    @Override
    public void decided(Restart.Status status, Restart.Reason reason) {}

    @Override
    public void lineage(@Nullable Lineage before, Lineage after) {}

    @Override
    public void breaker(String workerType, CircuitBreaker.State state) {}

    @Override
    public void holds(int count) {}

    @Override
    public void left() {}
}
