package io.homeostat.rollback.topology;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.streams.CatchingUp;

/** What is counted of the stage of promotions. */
public interface VerdictMeters {

    /** Which tasks have not caught up with their log. */
    CatchingUp catchingUp();

    /** A record was written. */
    void decided(Rollback record);

    /** The kill switch was asked for. */
    void signalled();

    /** A task has so many open sessions; none when it leaves this instance. */
    void open(int task, int sessions);
}
