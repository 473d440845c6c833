package io.homeostat.cli.provision;

import io.homeostat.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code *.json} files of a directory by name without the ending, in the order of their names. */
final class JsonFiles {

    private static final String ENDING = ".json";

    private JsonFiles() {}

    static Map<String, byte[]> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(directory + " is no directory");
        }
        var all = new LinkedHashMap<String, byte[]>();
        try (var files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(ENDING)) {
                    all.put(name.substring(0, name.length() - ENDING.length()), Files.readAllBytes(file));
                }
            }
            return all;
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }
}
