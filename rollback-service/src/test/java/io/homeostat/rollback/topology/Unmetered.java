package io.homeostat.rollback.topology;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.streams.CatchingUp;

/** Counts nothing. */
final class Unmetered implements VerdictMeters {

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
