package io.homeostat.agent.wiring;

import io.homeostat.agent.effects.kafka.CommandListener;
import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.topics.Topics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Ready while the plane is known, time goes on, all commands reach this agent and the journal can be written. */
@Singleton
final class AgentReadiness implements ReadinessPart {

    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private final AgentRuntime runtime;
    private final CommandListener listener;
    private final AgentSettings settings;

    AgentReadiness(AgentRuntime runtime, CommandListener listener, AgentSettings settings) {
        this.runtime = runtime;
        this.listener = listener;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public Optional<String> problem() {
        return runtime.problem().or(this::silence).or(this::commands);
    }

    private Optional<String> silence() {
        var silence = runtime.clock().silence();
        if (silence.isEmpty()) {
            return Optional.of("no tick was read yet: heartbeat-service is away");
        }
        return silence.filter(s -> s.compareTo(SILENCE_MAX) > 0)
                .map(s -> "no tick for " + s.toSeconds() + " s: the broker or heartbeat-service is away");
    }

    private Optional<String> commands() {
        int assigned = listener.assigned();
        int all = Topics.RESTART_COMMANDS.partitions()
                + Topics.FIX_COMMANDS.partitions()
                + Topics.ROLLBACK_COMMANDS.partitions();
        if (assigned == all) {
            return Optional.empty();
        }
        return Optional.of(
                assigned == 0
                        ? "commands are not read yet"
                        : "only " + assigned + " of " + all + " partitions of the commands come here: does another"
                                + " agent have the name " + settings.name() + "?");
    }
}
