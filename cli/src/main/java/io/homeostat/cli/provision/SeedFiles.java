package io.homeostat.cli.provision;

import java.nio.file.Path;
import java.util.Map;

/** Policies and components out of directories, as values by key in the order of their keys. */
public final class SeedFiles {

    private SeedFiles() {}

    /** Policies as they stand in their files, good or not: whoever reads the topic judges them. */
    public static Map<String, byte[]> policies(Path directory) {
        return PolicyFiles.unchecked(directory);
    }

    /** Components. @throws io.homeostat.cli.CommandFailure naming file, field and reason if one is refused */
    public static Map<String, byte[]> components(Path directory) {
        return new java.util.TreeMap<>(ComponentFiles.read(directory));
    }
}
