package io.homeostat.agent.effects.lane;

import io.homeostat.agent.effects.journal.Journal;
import io.homeostat.agent.effects.kafka.Outbound;
import io.homeostat.agent.effects.kafka.PlaneClock;
import io.homeostat.agent.effects.kafka.PlaneViews;
import io.homeostat.agent.effects.process.WorkerExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What all lanes work with.
 *
 * @param barrier done once the views hold all that is in the log now
 */
public record LaneContext(
        String agent,
        Journal journal,
        WorkerExecutor executor,
        PlaneViews views,
        PlaneClock clock,
        Outbound outbound,
        Supplier<CompletableFuture<Void>> barrier,
        AgentMetrics metrics) {}
