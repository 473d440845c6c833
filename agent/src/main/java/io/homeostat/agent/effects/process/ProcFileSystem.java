package io.homeostat.agent.effects.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Linux: {@code /proc}. A process is named by its pid and by the boot and clock tick of its start, which no change of the
 * wall clock can move (the start <em>instant</em> that the JDK computes does move with it).
 *
 * <p>What cannot be read is not gone: where the agent has no files left to open, every method throws an {@link
 * UncheckedIOException}, and nothing is started, answered or reported on such a picture.
 */
final class ProcFileSystem implements ProcessTable {

    private static final Path ROOT = Path.of("/proc");
    private static final int STATE = 0; // fields of /proc/PID/stat after the command's closing parenthesis
    private static final int PARENT = 1;
    private static final int START_TICKS = 19;

    private final Path root;
    private final String bootId;

    ProcFileSystem(Path root, String bootId) {
        this.root = root;
        this.bootId = bootId;
    }

    /** The file system, or empty where there is none. */
    static Optional<ProcessTable> find() {
        try {
            var boot =
                    Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).strip();
            var table = new ProcFileSystem(ROOT, boot);
            boolean usable = table.mark(ProcessHandle.current().pid()).isPresent();
            return usable ? Optional.of(table) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> mark(long pid) {
        return stat(root.resolve(Long.toString(pid))).map(this::mark);
    }

    @Override
    public Optional<List<Entry>> carrying(String variable, String value) {
        var wanted = (variable + '=' + value).getBytes(StandardCharsets.UTF_8);
        var found = new ArrayList<Entry>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, "[0-9]*")) {
            for (var directory : directories) {
                entry(directory, wanted).ifPresent(found::add);
            }
            return Optional.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
    }

    private Optional<Entry> entry(Path directory, byte[] wanted) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(directory.resolve("environ"));
        } catch (IOException e) { // gone meanwhile, or another user's, and so none that this agent started
            mustBeReadable("self", e);
            return Optional.empty();
        }
        if (!contains(environment, wanted)) {
            return Optional.empty();
        }
        return stat(directory)
                .map(fields -> new Entry(
                        Long.parseLong(directory.getFileName().toString()),
                        Long.parseLong(fields[PARENT]),
                        mark(fields),
                        variables(environment)));
    }

    private String mark(String[] fields) {
        return bootId + '/' + fields[START_TICKS];
    }

    /** The fields after the command's name, which may hold anything; empty if no such process runs. */
    private static Optional<String[]> stat(Path directory) {
        try {
            var text = new String(Files.readAllBytes(directory.resolve("stat")), StandardCharsets.ISO_8859_1);
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = "ZXx".contains(fields[STATE]);
            return dead ? Optional.empty() : Optional.of(fields);
        } catch (IOException e) {
            if (Files.exists(directory)) { // it can be read by anybody, so this says nothing about the process
                throw new UncheckedIOException(e);
            }
            return Optional.empty();
        }
    }

    /** Who cannot read even this has no files left to open, or no memory: then nothing that fails tells anything. */
    private void mustBeReadable(String process, IOException failure) {
        try {
            var _ = Files.readAllBytes(root.resolve(process).resolve("stat"));
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw new UncheckedIOException(failure);
        }
    }

    /** True if {@code wanted} is one whole variable of the NUL-separated {@code environment}. */
    private static boolean contains(byte[] environment, byte[] wanted) {
        for (int start = 0; start + wanted.length <= environment.length; start++) {
            boolean begins = start == 0 || environment[start - 1] == 0;
            int end = start + wanted.length;
            if (begins
                    && (end == environment.length || environment[end] == 0)
                    && java.util.Arrays.equals(environment, start, end, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> variables(byte[] environment) {
        var variables = new HashMap<String, String>();
        for (var variable : new String(environment, StandardCharsets.UTF_8).split("\0", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }
}
