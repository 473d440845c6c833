package io.homeostat.agent.effects.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan in the engine's words. Nobody but the plane restarts it, and its output is bounded. */
final class Creation {

    private static final long MEGABYTE = 1024L * 1024;
    private static final BigDecimal NANO = new BigDecimal(1_000_000_000);
    private static final Map<String, String> OUTPUT = Map.of("max-size", "16m", "max-file", "2");

    private Creation() {}

    static CreateContainerCmd of(DockerClient client, ContainerPlan plan) {
        var options = plan.options();
        var creation = client.createContainerCmd(plan.image())
                .withName(plan.name())
                .withLabels(plan.labels())
                .withEnv(plan.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + '=' + variable.getValue())
                        .toList())
                .withHostConfig(host(options));
        if (!plan.command().isEmpty()) {
            creation.withCmd(plan.command());
        }
        if (!options.entrypoint().isEmpty()) {
            creation.withEntrypoint(options.entrypoint());
        }
        if (options.user() != null) {
            creation.withUser(options.user());
        }
        return creation;
    }

    private static HostConfig host(ContainerOptions options) {
        var host = HostConfig.newHostConfig()
                .withRestartPolicy(RestartPolicy.noRestart())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(options.readOnly())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, OUTPUT));
        if (options.network() != null) {
            host.withNetworkMode(options.network());
        }
        if (options.memoryMb() != null) {
            host.withMemory(options.memoryMb() * MEGABYTE).withMemorySwap(options.memoryMb() * MEGABYTE);
        }
        if (options.cpus() != null) {
            host.withNanoCPUs(options.cpus().multiply(NANO).longValue());
        }
        if (!options.temporary().isEmpty()) {
            host.withTmpFs(
                    options.temporary().stream().distinct().collect(Collectors.toMap(path -> path, _ -> "exec")));
        }
        if (!options.volumes().isEmpty()) {
            host.withMounts(options.volumes().stream().map(Creation::mount).toList());
        }
        return host;
    }

    private static Mount mount(ContainerOptions.Volume volume) {
        return new Mount()
                .withType(MountType.VOLUME)
                .withSource(volume.name())
                .withTarget(volume.path())
                .withReadOnly(volume.readOnly());
    }
}
