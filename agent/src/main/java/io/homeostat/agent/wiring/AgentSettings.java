package io.homeostat.agent.wiring;

import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.service.ServiceSettings;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import java.nio.file.Path;

/** The agent's own settings; a wrong one ends the start with its name. */
@Context
public final class AgentSettings {

    private final String name;
    private final Path dataDirectory;
    private final boolean stopComponentsOnExit;

    /**
     * @param name {@code HOMEOSTAT_AGENT_NAME}: what components and commands call this agent
     * @param dataDirectory journal and output files; empty: the service's state directory
     * @param stopComponentsOnExit true: processes end with the agent; they run on otherwise
     */
    public AgentSettings(
            ServiceSettings service,
            @Value("${homeostat.agent.name:}") String name,
            @Value("${homeostat.agent.data-dir:}") String dataDirectory,
            @Value("${homeostat.agent.stop-components-on-exit:false}") boolean stopComponentsOnExit) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "homeostat.agent.name (HOMEOSTAT_AGENT_NAME) is missing: the name that components give as 'agent'");
        }
        if (!WorkerId.isValid(name)) {
            throw new IllegalArgumentException(
                    "homeostat.agent.name: '" + name + "' is not of the form [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
        }
        this.name = name;
        this.dataDirectory = dataDirectory.isBlank() ? service.stateDirectory() : Path.of(dataDirectory);
        this.stopComponentsOnExit = stopComponentsOnExit;
    }

    String name() {
        return name;
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    boolean stopComponentsOnExit() {
        return stopComponentsOnExit;
    }
}
