package io.homeostat.agent.wiring;

import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.service.ServiceSettings;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The agent's own settings; a wrong one ends the start with its name. */
@Context
public final class AgentSettings {

    private static final Pattern DOCKER_HOST = Pattern.compile("unix:///.+|tcp://[^/]+:[0-9]+");

    private final String name;
    private final Path dataDirectory;
    private final boolean stopComponentsOnExit;
    private final Optional<String> dockerHost;
    private final String dockerScope;

    /**
     * @param name {@code HOMEOSTAT_AGENT_NAME}: what components and commands call this agent
     * @param dataDirectory journal and output files; empty: the service's state directory
     * @param stopComponentsOnExit true: processes end with the agent; they run on otherwise
     * @param dockerHost a container engine, {@code unix:///path} or {@code tcp://host:port}: components of this agent are
     *     containers of it; empty: they are processes
     * @param dockerScope tells agents of one name apart that share an engine
     */
    public AgentSettings(
            ServiceSettings service,
            @Value("${homeostat.agent.name:}") String name,
            @Value("${homeostat.agent.data-dir:}") String dataDirectory,
            @Value("${homeostat.agent.stop-components-on-exit:false}") boolean stopComponentsOnExit,
            @Value("${homeostat.agent.docker.host:}") String dockerHost,
            @Value("${homeostat.agent.docker.scope:}") String dockerScope) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "homeostat.agent.name (HOMEOSTAT_AGENT_NAME) is missing: the name that components give as 'agent'");
        }
        if (!WorkerId.isValid(name)) {
            throw new IllegalArgumentException(
                    "homeostat.agent.name: '" + name + "' is not of the form [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
        }
        if (!dockerHost.isBlank() && !DOCKER_HOST.matcher(dockerHost).matches()) {
            throw new IllegalArgumentException("homeostat.agent.docker.host: '" + dockerHost
                    + "' is not of the form unix:///path or tcp://host:port");
        }
        this.name = name;
        this.dockerHost = Optional.of(dockerHost).filter(host -> !host.isBlank());
        this.dockerScope = dockerScope;
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

    /** The container engine; empty: components are processes. */
    Optional<String> dockerHost() {
        return dockerHost;
    }

    String dockerScope() {
        return dockerScope;
    }
}
