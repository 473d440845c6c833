package io.homeostat.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A worker of the demo as its operator declares it.
 *
 * @param type worker type and service
 * @param versions arguments of {@link DemoWorker} by version
 * @param currentVersion one of the versions
 * @param parameters settings among them
 */
public record DemoComponent(
        String workerId,
        String type,
        Map<String, List<String>> versions,
        String currentVersion,
        Map<String, Object> parameters) {

    public static final String FIRST_VERSION = "1.0";
    public static final String NEXT_VERSION = "2.0";

    /** One version, no parameters. */
    public static DemoComponent of(String workerId, String type, String... arguments) {
        return new DemoComponent(workerId, type, Map.of(FIRST_VERSION, List.of(arguments)), FIRST_VERSION, Map.of());
    }

    /** The same with one more version, which is not the current one yet. */
    public DemoComponent withNext(String... arguments) {
        var all = new LinkedHashMap<>(versions);
        all.put(NEXT_VERSION, List.of(arguments));
        return new DemoComponent(workerId, type, all, currentVersion, parameters);
    }

    /** The same with another current version. */
    public DemoComponent at(String version) {
        return new DemoComponent(workerId, type, versions, version, parameters);
    }

    /** The same with parameters, settings among them. */
    public DemoComponent with(Map<String, Object> all) {
        return new DemoComponent(workerId, type, versions, currentVersion, all);
    }
}
