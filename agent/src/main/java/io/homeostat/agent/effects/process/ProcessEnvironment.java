package io.homeostat.agent.effects.process;

import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.common.contract.Component;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a worker's process: a short list of the agent's own, then the version's, then ours. The rest of the
 * agent's environment, where secrets of it may stand, is not handed on.
 *
 * @param bootstrapServers the agent's own broker address
 * @param home the agent's data directory: marks the processes of this agent for it to find them again
 */
record ProcessEnvironment(String bootstrapServers, String topicsPrefix, String agent, String home) {

    /** What a process inherits from the agent. */
    static final List<String> INHERITED = List.of(
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "JAVA_HOME");

    static final String INCARNATION = "HOMEOSTAT_INCARNATION";
    static final String WORKER_TYPE = "HOMEOSTAT_WORKER_TYPE";
    static final String VERSION = "HOMEOSTAT_VERSION";
    static final String WORKER_ID = "HOMEOSTAT_WORKER_ID";
    static final String HOME = "HOMEOSTAT_AGENT_DATA_DIR";

    /**
     * All variables of a process to be started.
     *
     * @param own the agent's environment
     */
    Map<String, String> of(StartOrder order, Map<String, String> own) {
        var version = order.component().versions().get(order.version());
        var variables = base(version, own);
        variables.put(WORKER_TYPE, order.component().workerType());
        variables.put("HOMEOSTAT_SERVICE", order.component().service());
        variables.put(VERSION, order.version());
        variables.put("HOMEOSTAT_ENVIRONMENT", order.component().environment());
        variables.put(WORKER_ID, order.workerId());
        variables.put(INCARNATION, order.incarnation());
        variables.put(HOME, home); // last, so that no version can hide its process from the agent
        return variables;
    }

    /** The variables of a version's stop command. It is no process of the worker, so it carries no mark. */
    Map<String, String> ofStop(WorkerExecutor.StopOrder order, Map<String, String> own) {
        var variables = base(order.how(), own);
        variables.put(WORKER_ID, order.workerId());
        variables.put("HOMEOSTAT_PID", Long.toString(order.process().pid()));
        variables.remove(INCARNATION);
        variables.remove(HOME);
        return variables;
    }

    private Map<String, String> base(Component.@Nullable Version version, Map<String, String> own) {
        var variables = new LinkedHashMap<String, String>();
        for (var name : INHERITED) {
            var value = own.get(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        if (version != null) {
            variables.putAll(version.environment());
        }
        variables.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("HOMEOSTAT_TOPICS_PREFIX", topicsPrefix);
        variables.put("HOMEOSTAT_AGENT", agent);
        return variables;
    }
}
