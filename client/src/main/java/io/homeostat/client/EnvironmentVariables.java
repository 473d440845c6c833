package io.homeostat.client;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Settings as an agent gives them to a process that it starts. A blank variable counts as one that is not set. */
final class EnvironmentVariables {

    private final Map<String, String> variables;

    private EnvironmentVariables(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * A builder with all settings of these variables.
     *
     * @throws IllegalArgumentException with variable, value and reason, if one is missing or wrong
     */
    static HeartbeatEmitterBuilder builder(Map<String, String> variables) {
        var read = new EnvironmentVariables(variables);
        var workerId = Rules.workerId("HOMEOSTAT_WORKER_ID", read.required("HOMEOSTAT_WORKER_ID"));
        var servers = read.required("KAFKA_BOOTSTRAP_SERVERS");
        var builder = new HeartbeatEmitterBuilder(workerId)
                .bootstrapServers(Rules.bootstrapServers("KAFKA_BOOTSTRAP_SERVERS", servers));
        read.optional("HOMEOSTAT_INCARNATION", Rules::text, builder::incarnation);
        read.optional("HOMEOSTAT_WORKER_TYPE", Rules::text, builder::workerType);
        read.optional("HOMEOSTAT_SERVICE", Rules::text, builder::service);
        read.optional("HOMEOSTAT_VERSION", Rules::text, builder::version);
        read.optional("HOMEOSTAT_ENVIRONMENT", Rules::text, builder::environment);
        read.optional("HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS", Rules::intervalSeconds, builder::interval);
        read.optional("HOMEOSTAT_TOPICS_PREFIX", Rules::topicsPrefix, builder::topicsPrefix);
        return builder;
    }

    private String required(String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set: the emitter cannot start without it");
        }
        if (value.isBlank()) {
            throw Rules.refusal(name, value, "the emitter cannot start without it");
        }
        return value;
    }

    private <T> void optional(String name, BiFunction<String, String, T> rule, Consumer<T> setting) {
        var value = variables.get(name);
        if (value != null && !value.isBlank()) {
            setting.accept(rule.apply(name, value));
        }
    }
}
