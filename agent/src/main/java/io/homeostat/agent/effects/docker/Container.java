package io.homeostat.agent.effects.docker;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A container as the engine shows it.
 *
 * @param id for ever its own
 * @param startedAt when its process was started, in the engine's words; another start is another process
 * @param running true if its process exists, frozen or not
 * @param pid on the engine's host; 0 where none runs
 * @param created true if it was never started
 * @param exitCode of the last process
 * @param finishedAt when that ended, in the engine's words, which sort as text
 */
record Container(
        String id,
        String startedAt,
        boolean running,
        long pid,
        boolean created,
        int exitCode,
        String finishedAt,
        Map<String, String> labels) {

    /** Names the process that runs or ran in it last. */
    String mark() {
        return id + '@' + startedAt;
    }

    /** Id of the container that a mark is of. */
    static String idOf(String mark) {
        int end = mark.indexOf('@');
        return end < 0 ? mark : mark.substring(0, end);
    }

    /** True if exactly this process runs. */
    boolean runs(String mark) {
        return running && mark().equals(mark);
    }

    /** The exit code of exactly this process; empty: it runs, or another one has run since. */
    OptionalInt exitCode(String mark) {
        return !running && mark().equals(mark) ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
