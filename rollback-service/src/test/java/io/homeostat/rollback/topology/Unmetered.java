package io.homeostat.rollback.topology;

import io.homeostat.common.contract.Rollback;

/** Counts nothing. */
final class Unmetered implements VerdictMeters {

    @Override
    public void decided(Rollback record) {}

    @Override
    public void signalled() {}

    @Override
    public void open(int task, int sessions) {}
}
