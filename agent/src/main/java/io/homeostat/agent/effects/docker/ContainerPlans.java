package io.homeostat.agent.effects.docker;

import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Ids;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes containers out of components. A container gets its version's variables and ours, and nothing of the agent's.
 *
 * @param bootstrapServers the broker's address as containers see it
 */
record ContainerPlans(ContainerLabels labels, String bootstrapServers, String topicsPrefix, String agent) {

    private static final int WORKER_CHARACTERS = 60;
    private static final int HASH_CHARACTERS = 14; // 70 bits: enough among the containers of one engine

    /** The container of an incarnation. */
    ContainerPlan of(StartOrder order, Component.Version version, String image, ContainerOptions options) {
        return new ContainerPlan(
                name(order),
                image,
                version.start(),
                environment(order, version),
                labels.of(order, options.labels()),
                options);
    }

    private String name(StartOrder order) {
        var readable = order.workerId().replaceAll("[^A-Za-z0-9_.-]", "_");
        var hash = Ids.of("c", labels.owner(), order.workerId(), order.incarnation());
        return readable.substring(0, Math.min(readable.length(), WORKER_CHARACTERS))
                + '-'
                + hash.substring(hash.length() - HASH_CHARACTERS);
    }

    private Map<String, String> environment(StartOrder order, Component.Version version) {
        var component = order.component();
        var variables = new LinkedHashMap<>(version.environment());
        variables.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("HOMEOSTAT_TOPICS_PREFIX", topicsPrefix);
        variables.put("HOMEOSTAT_AGENT", agent);
        variables.put("HOMEOSTAT_WORKER_ID", order.workerId());
        variables.put("HOMEOSTAT_INCARNATION", order.incarnation());
        variables.put("HOMEOSTAT_WORKER_TYPE", component.workerType());
        variables.put("HOMEOSTAT_SERVICE", component.service());
        variables.put("HOMEOSTAT_VERSION", order.version());
        variables.put("HOMEOSTAT_ENVIRONMENT", component.environment());
        return variables;
    }
}
