package io.homeostat.agent.effects.kafka;

import io.homeostat.agent.domain.Change;
import io.homeostat.common.contract.RestartCommand;
import java.util.List;

/** Where commands go that are for this agent. */
@FunctionalInterface
public interface CommandInbox {

    /** Takes them over for good: when it returns they are on disk. Returns before they are carried out. */
    void take(List<RestartCommand> restarts, List<Change> changes);
}
