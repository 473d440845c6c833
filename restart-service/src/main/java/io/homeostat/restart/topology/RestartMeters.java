package io.homeostat.restart.topology;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.streams.CatchingUp;
import io.homeostat.restart.domain.Lineage;
import org.jspecify.annotations.Nullable;

/** What is counted of the admission stage. */
public interface RestartMeters {

    /** Which tasks have not caught up with their log. */
    CatchingUp catchingUp();

    /** A step was written. */
    void decided(Restart.Status status, Restart.Reason reason);

    /** A lineage changed; {@code before} is null when it is restored. */
    void lineage(@Nullable Lineage before, Lineage after);

    /** A breaker has this state. */
    void breaker(String workerType, CircuitBreaker.State state);

    /** So many scopes are held. */
    void holds(int scopes);

    /** The stage left this instance: its gauges are no longer ours to tell. */
    void left();
}
