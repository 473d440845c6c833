package io.homeostat.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.cli.view.Described;
import io.homeostat.cli.view.Lines;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one policy that the topic still holds, oldest first; the last one is in force. The topic keeps every
 * version for seven days and the last one for ever; before the first one the built-in defaults held.
 */
record PolicyHistory(PolicyKey key, List<Version> versions) {

    /**
     * A version.
     *
     * @param record null: the built-in defaults
     */
    record Version(@Nullable JsonNode record) {

        static final Version BUILT_IN = new Version(null);

        String name() {
            return record == null ? Policies.BUILT_IN : record.path("version").asText("?");
        }

        ObjectNode policy() {
            return record != null && record.path("policy") instanceof ObjectNode policy
                    ? policy
                    : JsonNodeFactory.instance.objectNode();
        }

        /** The version's name in a request for it; null: "built-in" cannot be asked for by name, its content can. */
        @Nullable
        String requested() {
            return record == null ? null : name();
        }

        String description() {
            return record == null
                    ? "as built in"
                    : "as in version " + field("version") + " by " + field("actor") + ": " + field("reason");
        }

        private String field(String name) {
            return record == null ? "?" : Lines.printable(record.path(name).asText("?"));
        }
    }

    PolicyHistory {
        versions = List.copyOf(versions);
    }

    static PolicyHistory read(PolicyKey key, KafkaAccess access) {
        var versions = new ArrayList<Version>();
        new TopicReader(access).readAll(List.of(Topics.POLICIES), record -> {
            if (TopicReader.text(record.key()).equals(key.toString())) {
                versions.add(
                        record.value() == null
                                ? Version.BUILT_IN
                                : new Version(
                                        Described.of(record, access.topics()).value()));
            }
        });
        return new PolicyHistory(key, versions);
    }

    /** The version in force. */
    Version present() {
        return versions.isEmpty() ? Version.BUILT_IN : versions.getLast();
    }

    /**
     * The latest version with another content than the present one.
     *
     * @throws CommandFailure if there is none
     */
    Version before() {
        for (var version : versions.reversed()) {
            if (!version.policy().equals(present().policy())) {
                return version;
            }
        }
        if (present().policy().isEmpty()) {
            throw new CommandFailure(key + " is as built in, and nothing else is known to have been in force before");
        }
        return Version.BUILT_IN;
    }

    /**
     * The version of this name.
     *
     * @throws CommandFailure if the topic does not hold it
     */
    Version version(String name) {
        if (name.equals(Policies.BUILT_IN)) {
            return Version.BUILT_IN;
        }
        return versions.reversed().stream()
                .filter(version -> version.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no version '" + name + "' of " + key + " is kept; there are "
                        + versions.stream().map(Version::name).distinct().toList() + " and " + Policies.BUILT_IN));
    }

    /** The policy's own JSON; an empty one stands for the defaults. */
    List<String> content() {
        return present().policy().toPrettyString().lines().toList();
    }

    /** What is in force, by whom and why, and its content. */
    List<String> description() {
        var record = present().record();
        var lines = new ArrayList<String>();
        if (record == null) {
            lines.add(key + ": built-in defaults, no version was ever put in force"
                    + (versions.isEmpty() ? "" : " but such as were removed"));
            return lines;
        }
        lines.add(key + ": version " + present().field("version"));
        for (var field : List.of("actor", "approver", "reason", "time")) {
            if (record.hasNonNull(field)) {
                lines.add("  " + field + ": " + present().field(field));
            }
        }
        lines.addAll(content());
        return lines;
    }
}
