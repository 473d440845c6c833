package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.rollback;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.RollbackPart;

/** The rollback that the agent gets: the service dreams, from 1.0 back to 0.9. */
final class DreamsRollback {

    static final Change.Rollback BACK = new Change.Rollback(rollback("r", 1));
    static final String KEY = BACK.key();

    /** The command to the worker that is part of it. */
    static final String PART = RollbackPart.id("r", WORKER);

    private DreamsRollback() {}
}
