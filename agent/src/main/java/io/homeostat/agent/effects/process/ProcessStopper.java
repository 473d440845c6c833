package io.homeostat.agent.effects.process;

import io.homeostat.agent.effects.process.ProcessTree.Member;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends processes: politely, then by force, and in the end what they left behind. */
final class ProcessStopper {

    /** SIGKILL needs no consent; a process that survives it this long hangs in the kernel. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    /** Children were not asked before their parent was gone. */
    private static final Duration CHILD_PATIENCE = Duration.ofSeconds(2);

    private static final int SWEEPS_MAX = 3; // a child may start another while it is being ended

    private static final long LOOK_EVERY_MS = 10;

    private final ProcessTree tree;
    private final BooleanSupplier closing;
    private final Patience patience;

    ProcessStopper(ProcessTree tree, BooleanSupplier closing) {
        this.tree = tree;
        this.closing = closing;
        this.patience = new Patience(closing, LOOK_EVERY_MS);
    }

    /**
     * Ends the process of an order.
     *
     * @param command starts the version's own stop command; null or an answer of null: there is none, SIGTERM it is
     * @param exitCode of the process once it is gone
     */
    Stop stop(StopOrder order, Supplier<@Nullable Process> command, Supplier<OptionalInt> exitCode) {
        var root = new Member(order.process().pid(), order.process().mark());
        var children = tree.startedBy(root, order.workerId(), order.process().incarnation());
        var how = "ended when asked";
        if (!endsPolitely(root, order.graceful(), command)) {
            if (closing.getAsBoolean()) {
                return new Stop.Abandoned();
            }
            if (!order.force()) {
                return new Stop.StillThere(
                        "still runs after " + order.graceful().toSeconds() + " s, and force is off");
            }
            tree.kill(root);
            how = "killed after " + order.graceful().toSeconds() + " s";
            if (!patience.await(() -> !tree.runs(root), KILL_PATIENCE)) {
                return closing.getAsBoolean()
                        ? new Stop.Abandoned()
                        : new Stop.StillThere("still there " + KILL_PATIENCE.toSeconds() + " s after SIGKILL");
            }
        }
        var left = endChildren(children, order);
        if (left.isEmpty()) {
            return new Stop.Gone(exitCode.get(), how);
        }
        return closing.getAsBoolean()
                ? new Stop.Abandoned()
                : new Stop.StillThere("the process is gone, " + left.size() + " of its children still run: pid "
                        + left.stream().map(m -> Long.toString(m.pid())).collect(Collectors.joining(", ")));
    }

    /** Ends whatever carries an incarnation; returns what is left. */
    Set<Member> sweep(String workerId, String incarnation) {
        for (int i = 0; i < SWEEPS_MAX; i++) {
            var members = tree.carrying(workerId, incarnation);
            if (members.isEmpty()) {
                return members;
            }
            end(members, CHILD_PATIENCE, true);
        }
        return tree.carrying(workerId, incarnation);
    }

    private boolean endsPolitely(Member root, Duration graceful, Supplier<@Nullable Process> stopCommand) {
        var command = stopCommand.get();
        if (command == null) {
            tree.ask(root);
            return patience.await(() -> !tree.runs(root), graceful);
        }
        try {
            var asked = new boolean[1];
            return patience.await(
                    () -> {
                        boolean gone = !tree.runs(root);
                        if (!gone && !asked[0] && !command.isAlive() && command.exitValue() != 0) {
                            asked[0] = true; // its own way failed, the usual one is left
                            tree.ask(root);
                        }
                        return gone;
                    },
                    graceful);
        } finally {
            command.destroyForcibly();
        }
    }

    private Set<Member> endChildren(Set<Member> children, StopOrder order) {
        var all = new LinkedHashSet<>(children);
        var shorter = order.graceful().compareTo(CHILD_PATIENCE) < 0 ? order.graceful() : CHILD_PATIENCE;
        for (int i = 0; i < SWEEPS_MAX; i++) {
            all.addAll(tree.carrying(order.workerId(), order.process().incarnation()));
            all.removeIf(member -> !tree.runs(member));
            if (all.isEmpty()) {
                return all;
            }
            end(all, shorter, order.force());
        }
        all.removeIf(member -> !tree.runs(member));
        return all;
    }

    private void end(Collection<Member> members, Duration grace, boolean force) {
        members.forEach(tree::ask);
        if (!patience.await(() -> members.stream().noneMatch(tree::runs), grace) && force) {
            members.forEach(tree::kill);
            patience.await(() -> members.stream().noneMatch(tree::runs), KILL_PATIENCE);
        }
    }
}
