package io.homeostat.agent.effects.lane;

import io.homeostat.common.contract.CommandResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The agent's figures: commands by action and outcome, processes that run, crashes. */
public final class AgentMetrics {

    private final MeterRegistry registry;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public AgentMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("homeostat.agent.processes.running", running, Set::size);
        registry.counter("homeostat.agent.crashes");
    }

    void done(String action, CommandResult.Status status) {
        registry.counter(
                        "homeostat.agent.commands",
                        "action",
                        action,
                        "status",
                        status.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void runs(String incarnation) {
        running.add(incarnation);
    }

    void ended(String incarnation) {
        running.remove(incarnation);
    }

    void crashed() {
        registry.counter("homeostat.agent.crashes").increment();
    }
}
