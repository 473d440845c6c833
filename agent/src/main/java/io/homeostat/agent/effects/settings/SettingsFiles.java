package io.homeostat.agent.effects.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.agent.domain.SettingsLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The settings files of this host's components: JSON objects, compared and changed by their top-level members. One patch
 * at a time, so that two components which share a file do not undo each other's.
 */
public final class SettingsFiles {

    /** Largest file, in bytes. */
    public static final int BYTES_MAX = 1024 * 1024;

    private static final int SHOWN_CHARACTERS_MAX = 200;

    private final ReentrantLock lock = new ReentrantLock();

    /** Outcome of a patch. */
    public sealed interface Outcome {
        /** The file holds the new values, on disk. */
        record Patched() implements Outcome {}

        /** The file is as it was: it is not what the patch expects. */
        record Unfit(SettingsLook look) implements Outcome {}

        /** The file is as it was: it could not be replaced. */
        record Failed(String problem) implements Outcome {}
    }

    /**
     * Compares a file with both sides of a patch.
     *
     * @param name path of the file; a relative one is what the start commands see: below the agent's working directory
     */
    public SettingsLook look(String name, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        try {
            return compare(read(Path.of(name)), before, after);
        } catch (IOException | InvalidPathException e) {
            return new SettingsLook.Unusable(problem(name, e));
        }
    }

    /** Changes a file if it holds the values before: at once or not at all, also when the host fails in the middle. */
    public Outcome patch(String name, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        lock.lock();
        try {
            var path = Path.of(name);
            var text = read(path);
            var look = compare(text, before, after);
            if (!(look instanceof SettingsLook.Read read) || !read.before()) {
                return new Outcome.Unfit(look);
            }
            var patched = JsonSplice.replace(text, after);
            if (patched.length > BYTES_MAX) {
                throw new IOException("would become larger than " + BYTES_MAX + " bytes");
            }
            FileReplacement.replace(path, patched);
            return new Outcome.Patched();
        } catch (IOException | InvalidPathException e) {
            return new Outcome.Failed(problem(name, e));
        } finally {
            lock.unlock();
        }
    }

    private static SettingsLook compare(byte[] text, Map<String, JsonNode> before, Map<String, JsonNode> after)
            throws IOException {
        var object = ExactJson.object(text);
        var difference = "";
        for (var expected : before.entrySet()) {
            var found = object.get(expected.getKey());
            if (difference.isEmpty() && (found == null || !ExactJson.same(expected.getValue(), found))) {
                difference = "setting '" + expected.getKey() + "': expected " + shown(expected.getValue()) + ", found "
                        + (found == null ? "none" : shown(found));
            }
        }
        boolean changed = after.entrySet().stream().allMatch(wanted -> {
            var found = object.get(wanted.getKey());
            return found != null && ExactJson.same(wanted.getValue(), found);
        });
        return new SettingsLook.Read(difference.isEmpty(), changed, difference);
    }

    /**
     * The file's bytes. Never through a link: replacing it would leave untouched what others read. Never from a pipe or
     * device, which may not end.
     */
    private static byte[] read(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw new IOException("is a symbolic link; name the file itself");
        }
        if (!attributes.isRegularFile()) {
            throw new IOException("is no regular file");
        }
        if (names(path) > 1) {
            throw new IOException("has other names (hard links), which would keep the old content");
        }
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("is larger than " + BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    /** How many names the file has; 1 where the file system does not tell. */
    private static int names(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer names
                    ? names
                    : 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 1;
        }
    }

    private static String shown(JsonNode value) {
        var text = ExactJson.text(value);
        return text.length() <= SHOWN_CHARACTERS_MAX ? text : text.substring(0, SHOWN_CHARACTERS_MAX) + '…';
    }

    private static String problem(String name, Exception e) {
        return "settings file " + name + ": "
                + (e instanceof NoSuchFileException ? "does not exist" : String.valueOf(e.getMessage()));
    }
}
