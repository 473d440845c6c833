package io.homeostat.common.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is, who can start it and how: the record of {@code components}.
 *
 * @param subject worker id, or {@code type/<workerType>}
 * @param agent name of the agent that holds the component; null with executor TOPIC
 * @param versions how to run each version
 * @param currentVersion null: the only one
 * @param priority boot order, lower first
 * @param restartable false: the plane reports, but never restarts
 */
public record Component(
        String subject,
        @Nullable String agent,
        Executor executor,
        String workerType,
        String service,
        String environment,
        Map<String, Version> versions,
        @Nullable String currentVersion,
        long priority,
        List<String> dependsOn,
        boolean restartable,
        Desired desired,
        @Nullable Long allocatedTokens,
        @Nullable JsonNode probe,
        @Nullable JsonNode parameters) {

    /** The largest component in bytes. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final int ARGUMENT_CHARACTERS_MAX = 32 * 1024; // a class path is long
    private static final long PRIORITY_DEFAULT = 100;

    /** STOPPED: its end is no failure and nobody starts it. */
    public enum Desired {
        RUNNING,
        STOPPED
    }

    /**
     * How to run one version.
     *
     * @param start command and arguments, never passed through a shell; empty where the executor needs none
     * @param stop command that asks the process to end; empty: the executor's own way
     * @param environment variables added to the process's own
     */
    public record Version(
            List<String> start,
            List<String> stop,
            Map<String, String> environment,
            @Nullable String image) {}

    /** Name of the version in force; null if the component names no version at all. */
    public @Nullable String effectiveVersion() {
        if (currentVersion != null) {
            return currentVersion;
        }
        return versions.size() == 1 ? versions.keySet().iterator().next() : null;
    }

    /** The total parse of a component. */
    public static Parsed<Component> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var subject = SubjectKey.of("subject", fields.optionalText("subject", WorkerId.LENGTH_MAX), key);
            var type = fields.textOr("workerType", "default");
            var versions = fields.objects("versions", Component::version);
            var current = fields.optionalText("currentVersion", Fields.NAME_CHARACTERS_MAX);
            if (current != null && !versions.containsKey(current)) {
                throw fields.rejected("currentVersion", current, "is none of versions " + versions.keySet());
            }
            if (current == null && versions.size() > 1) {
                throw fields.rejected("currentVersion", "", "is missing, and there is more than one version");
            }
            var executor = executor(fields);
            var agent = fields.optionalText("agent", Fields.NAME_CHARACTERS_MAX);
            if (executor != Executor.TOPIC && (agent == null || agent.isEmpty())) {
                throw fields.rejected("agent", "", "is missing: executor " + executor.wireName() + " needs one");
            }
            var priority = fields.optionalWhole("priority", 0, 1_000_000);
            var desired = fields.optionalEnum("desired", Desired.class);
            return new Component(
                    subject,
                    agent,
                    executor,
                    type,
                    fields.textOr("service", type),
                    fields.textOr("environment", "production"),
                    versions,
                    current,
                    priority == null ? PRIORITY_DEFAULT : priority,
                    fields.textList("dependsOn", WorkerId.LENGTH_MAX),
                    fields.tree("restartable") == null || fields.flag("restartable"),
                    desired == null ? Desired.RUNNING : desired,
                    fields.optionalObject("allocation", a -> a.optionalWhole("tokens", 0, Long.MAX_VALUE)),
                    fields.tree("probe"),
                    fields.tree("parameters"));
        });
    }

    private static Version version(Fields fields) {
        return new Version(
                fields.textList("start", ARGUMENT_CHARACTERS_MAX),
                fields.textList("stop", ARGUMENT_CHARACTERS_MAX),
                fields.texts("environment", ARGUMENT_CHARACTERS_MAX),
                fields.optionalText("image", Fields.NAME_CHARACTERS_MAX));
    }

    private static Executor executor(Fields fields) {
        var name = fields.optionalText("executor", 32);
        if (name == null) {
            return Executor.TOPIC;
        }
        for (var executor : Executor.values()) {
            if (executor.wireName().equals(name.toLowerCase(Locale.ROOT))) {
                return executor;
            }
        }
        throw fields.rejected("executor", name, "is none of topic, process, script, webhook, docker, kubernetes");
    }
}
