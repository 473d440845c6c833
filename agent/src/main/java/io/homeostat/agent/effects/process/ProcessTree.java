package io.homeostat.agent.effects.process;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Signals to processes and their descendants. Each is named by pid <em>and</em> mark, and looked at right before a signal:
 * a pid that was used again is another process.
 */
final class ProcessTree {

    /** A process for ever. */
    record Member(long pid, String mark) {}

    private final ProcessTable table;
    private final String home;

    /** @param home value of {@link ProcessEnvironment#HOME} */
    ProcessTree(ProcessTable table, String home) {
        this.table = table;
        this.home = home;
    }

    boolean runs(Member member) {
        return table.runs(member.pid(), member.mark());
    }

    /** Asks a process to end (SIGTERM). */
    void ask(Member member) {
        signal(member, ProcessHandle::destroy);
    }

    /** Ends a process without asking (SIGKILL). */
    void kill(Member member) {
        signal(member, ProcessHandle::destroyForcibly);
    }

    /**
     * What a process has started: its descendants now, and whoever carries its incarnation, which finds those that a
     * parent has left behind.
     */
    Set<Member> startedBy(Member root, String workerId, String incarnation) {
        var members = new LinkedHashSet<Member>();
        if (runs(root)) {
            ProcessHandle.of(root.pid()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(handle -> member(handle.pid()).ifPresent(members::add));
        }
        members.addAll(carrying(workerId, incarnation));
        members.remove(root);
        return members;
    }

    /** Processes that carry the incarnation; none where the system does not show it. */
    Set<Member> carrying(String workerId, String incarnation) {
        var members = new LinkedHashSet<Member>();
        for (var entry : table.carrying(ProcessEnvironment.HOME, home).orElse(java.util.List.of())) {
            var variables = entry.environment();
            if (workerId.equals(variables.get(ProcessEnvironment.WORKER_ID))
                    && incarnation.equals(variables.get(ProcessEnvironment.INCARNATION))) {
                members.add(new Member(entry.pid(), entry.mark()));
            }
        }
        return members;
    }

    private Optional<Member> member(long pid) {
        return table.mark(pid).map(mark -> new Member(pid, mark));
    }

    private void signal(Member member, Consumer<ProcessHandle> signal) {
        var handle = ProcessHandle.of(member.pid());
        if (handle.isPresent() && runs(member)) {
            signal.accept(handle.get());
        }
    }
}
