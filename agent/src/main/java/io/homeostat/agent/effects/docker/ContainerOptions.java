package io.homeostat.agent.effects.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Fields;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the containers of a component are run: {@code parameters.container}. What is not said here cannot be had: no
 * directories of the host, no capabilities, no privileges, no ports, not the network of the host.
 *
 * @param network name of an engine's network; null: the engine's default one
 * @param entrypoint replaces the image's; empty: the image's own
 * @param user replaces the image's; null: the image's own
 * @param memoryMb bound of its memory, swap included; null: none
 * @param cpus bound of its processors; null: none
 * @param readOnly true: it cannot write to its image's file system
 * @param temporary directories that it can write to, in memory
 * @param volumes named volumes, each {@code name:/path} or {@code name:/path:ro}
 * @param labels further labels
 */
record ContainerOptions(
        @Nullable String network,
        List<String> entrypoint,
        @Nullable String user,
        @Nullable Long memoryMb,
        @Nullable BigDecimal cpus,
        boolean readOnly,
        List<String> temporary,
        List<Volume> volumes,
        Map<String, String> labels) {

    private static final int NAME_CHARACTERS_MAX = 255;
    private static final int TEXT_CHARACTERS_MAX = 32 * 1024;
    private static final long MEMORY_MB_MIN = 6; // the engine's own
    private static final long MEMORY_MB_MAX = 16L * 1024 * 1024;
    private static final BigDecimal CPUS_MIN = new BigDecimal("0.01");
    private static final BigDecimal CPUS_MAX = new BigDecimal("4096");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern VOLUME = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*):(/[^:]*)(:ro)?");
    private static final ContainerOptions NONE =
            new ContainerOptions(null, List.of(), null, null, null, false, List.of(), List.of(), Map.of());

    /** A named volume at a path of the container. */
    record Volume(String name, String path, boolean readOnly) {}

    /** The total parse of what a component says. */
    static Parsed<ContainerOptions> of(Component component) {
        JsonNode parameters = component.parameters();
        if (parameters == null || !parameters.isObject()) {
            return new Parsed.Valid<>(NONE);
        }
        return Fields.parse(Json.bytes(parameters), Component.BYTES_MAX, fields -> {
            var options = fields.optionalObject("container", ContainerOptions::of);
            return options == null ? NONE : options;
        });
    }

    private static ContainerOptions of(Fields fields) {
        return new ContainerOptions(
                network(fields),
                fields.textList("entrypoint", TEXT_CHARACTERS_MAX),
                fields.optionalText("user", NAME_CHARACTERS_MAX),
                fields.optionalWhole("memoryMb", MEMORY_MB_MIN, MEMORY_MB_MAX),
                fields.optionalDecimal("cpus", CPUS_MIN, CPUS_MAX),
                fields.tree("readOnly") != null && fields.flag("readOnly"),
                fields.textList("temporary", NAME_CHARACTERS_MAX).stream()
                        .map(path -> directory(fields, path))
                        .toList(),
                fields.textList("volumes", NAME_CHARACTERS_MAX).stream()
                        .map(volume -> volume(fields, volume))
                        .toList(),
                labels(fields));
    }

    /** A network by its name: {@code host} and {@code container:x} would lead out of the container. */
    private static @Nullable String network(Fields fields) {
        var network = fields.optionalText("network", NAME_CHARACTERS_MAX);
        if (network != null && (network.equals("host") || !NAME.matcher(network).matches())) {
            throw fields.rejected("network", network, "is not the name of a network of its own");
        }
        return network;
    }

    private static String directory(Fields fields, String path) {
        if (!path.startsWith("/") || path.contains(":") || path.contains(",")) {
            throw fields.rejected("temporary", path, "is not an absolute path");
        }
        return path;
    }

    private static Volume volume(Fields fields, String text) {
        var parts = VOLUME.matcher(text);
        if (!parts.matches()) {
            throw fields.rejected(
                    "volumes", text, "is not of the form name:/path or name:/path:ro; directories of the host are not");
        }
        return new Volume(parts.group(1), parts.group(2), parts.group(3) != null);
    }

    private static Map<String, String> labels(Fields fields) {
        var labels = fields.texts("labels", TEXT_CHARACTERS_MAX);
        for (var name : labels.keySet()) {
            if (name.startsWith(ContainerLabels.PREFIX)) {
                throw fields.rejected("labels", name, "begins as the agent's own labels do");
            }
        }
        return labels;
    }
}
