package io.homeostat.rollback.topology;

import io.homeostat.common.contract.Rollback;

/** What is counted of the stage of promotions. */
public interface VerdictMeters {

    /** A record was written. */
    void decided(Rollback record);

    /** The kill switch was asked for. */
    void signalled();

    /** A task has so many open sessions; none when it leaves this instance. */
    void open(int task, int sessions);
}
