package io.homeostat.client;

import java.util.List;
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
        var workerId = Rules.workerId("HOMEOSTAT_WORKER_ID", read.required("HOMEOSTAT_WORKER_ID", "the emitter"));
        var servers = read.required("KAFKA_BOOTSTRAP_SERVERS", "the emitter");
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

    /**
     * A builder of flags with all settings of these variables. The service is named as the plane names it: without one
     * the worker type is the service.
     *
     * @throws IllegalArgumentException with variable, value and reason, if one is missing or wrong
     */
    static LiveFlagsBuilder flags(Map<String, String> variables) {
        var read = new EnvironmentVariables(variables);
        var servers = read.required("KAFKA_BOOTSTRAP_SERVERS", "the flags' reader");
        var builder = new LiveFlagsBuilder(read.service())
                .bootstrapServers(Rules.bootstrapServers("KAFKA_BOOTSTRAP_SERVERS", servers));
        read.optional("HOMEOSTAT_FLAGS_STALE_AFTER_SECONDS", Rules::staleAfterSeconds, builder::staleAfter);
        read.optional("HOMEOSTAT_TOPICS_PREFIX", Rules::topicsPrefix, builder::topicsPrefix);
        return builder;
    }

    private String service() {
        for (var name : List.of("HOMEOSTAT_SERVICE", "HOMEOSTAT_WORKER_TYPE")) {
            var value = variables.get(name);
            if (value != null && !value.isBlank()) {
                return Rules.text(name, value);
            }
        }
        return "default";
    }

    private String required(String name, String who) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set: " + who + " cannot start without it");
        }
        if (value.isBlank()) {
            throw Rules.refusal(name, value, who + " cannot start without it");
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
