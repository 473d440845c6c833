package io.homeostat.agent.effects.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operating system's processes, as far as it shows them. A look that fails throws {@link java.io.UncheckedIOException}:
 * it is no proof that a process is gone.
 */
interface ProcessTable {

    /** A process of the system with the variables that it was started with. */
    record Entry(long pid, long parent, String mark, Map<String, String> environment) {}

    /** When the process with this pid was started, in the form of this table; empty: none runs. */
    Optional<String> mark(long pid);

    /** True if exactly this process runs; a dead one that nobody has reaped yet does not. */
    default boolean runs(long pid, String mark) {
        return mark(pid).filter(mark::equals).isPresent();
    }

    /** Processes that run and carry this variable with this value; empty: the system does not show such things. */
    Optional<List<Entry>> carrying(String variable, String value);
}
