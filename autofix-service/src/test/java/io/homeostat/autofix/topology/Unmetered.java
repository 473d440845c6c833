package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.Remedy;
import io.homeostat.common.contract.Fix;
import org.jspecify.annotations.Nullable;

/** Counts nothing. */
final class Unmetered implements AutofixMeters {

    @Override
    public void decided(Fix.Status status, Fix.Reason reason) {}

    @Override
    public void remedy(@Nullable Remedy before, Remedy after) {}

    @Override
    public void left() {}
}
