package io.homeostat.agent.effects.docker;

import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels by which an agent finds its containers again, its journal lost or not.
 *
 * @param owner names this agent among all that use the engine
 */
record ContainerLabels(String owner) {

    /** No component may set a label of these. */
    static final String PREFIX = "io.homeostat.";

    static final String AGENT = PREFIX + "agent";
    static final String WORKER = PREFIX + "worker-id";
    static final String WORKER_TYPE = PREFIX + "worker-type";
    static final String INCARNATION = PREFIX + "incarnation";
    static final String VERSION = PREFIX + "version";

    /** Labels of all containers of this agent. */
    Map<String, String> all() {
        return Map.of(AGENT, owner);
    }

    /** Labels of all containers of a worker. */
    Map<String, String> of(String workerId) {
        return Map.of(AGENT, owner, WORKER, workerId);
    }

    /** Labels of a container to be started: the component's own, then ours. */
    Map<String, String> of(StartOrder order, Map<String, String> own) {
        var labels = new LinkedHashMap<>(own);
        labels.put(AGENT, owner);
        labels.put(WORKER, order.workerId());
        labels.put(WORKER_TYPE, order.component().workerType());
        labels.put(INCARNATION, order.incarnation());
        labels.put(VERSION, order.version());
        return labels;
    }
}
