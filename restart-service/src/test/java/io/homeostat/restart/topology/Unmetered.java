package io.homeostat.restart.topology;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.streams.CatchingUp;
import io.homeostat.restart.domain.Lineage;
import org.jspecify.annotations.Nullable;

/** Counts nothing. */
final class Unmetered implements RestartMeters {

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
    public void holds(int scopes) {}

    @Override
    public void left() {}
}
