package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.Remedy;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.streams.CatchingUp;
import org.jspecify.annotations.Nullable;

/** What is counted of the admission stage. */
public interface AutofixMeters {

    /** Which tasks have not caught up with their log. */
    CatchingUp catchingUp();

    /** A step was written. */
    void decided(Fix.Status status, Fix.Reason reason);

    /** A remedy changed; {@code before} is null when it is restored. */
    void remedy(@Nullable Remedy before, Remedy after);

    /** The stage left this instance: its gauges are no longer ours to tell. */
    void left();
}
