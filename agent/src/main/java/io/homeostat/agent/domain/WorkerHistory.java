package io.homeostat.agent.domain;

import io.homeostat.agent.domain.CommandHistory.Step;
import io.homeostat.common.contract.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of one worker: the sum of its journal entries.
 *
 * @param fence the highest that any command of the worker carried
 * @param commands in the order of arrival; open ones, and the last {@value #CLOSED_COMMANDS_MAX} closed ones
 * @param processes in the order of their starts; open ones, and the last {@value #ENDED_PROCESSES_MAX} ended ones
 * @param everStarted true once a process was started here, or a command was about to: even if that is all that is known
 * @param startingByItself incarnation of a start without a command that was begun and not finished; null: none
 * @param resting true while the operator's will, or the agent's own end, keeps it stopped: the will may start it again
 * @param untold what the plane must still be told, oldest first
 */
public record WorkerHistory(
        String workerId,
        Fence fence,
        List<CommandHistory> commands,
        List<KnownProcess> processes,
        boolean everStarted,
        @Nullable String startingByItself,
        boolean resting,
        List<Notice> untold) {

    /** Bounds the journal. A command has a validity of an hour at most, so a repetition of an older one is late. */
    public static final int CLOSED_COMMANDS_MAX = 50;

    /** Bounds the journal; a TERMINATE of an incarnation that nobody remembers is searched for in the process table. */
    public static final int ENDED_PROCESSES_MAX = 10;

    public WorkerHistory {
        commands = List.copyOf(commands);
        processes = List.copyOf(processes);
        untold = List.copyOf(untold);
    }

    /** A worker of which nothing is known. */
    public static WorkerHistory unknown(String workerId) {
        return new WorkerHistory(workerId, Fence.NONE, List.of(), List.of(), false, null, false, List.of());
    }

    /** The command with this id, as far as the agent got with it. */
    public Optional<CommandHistory> command(String commandId) {
        return commands.stream()
                .filter(c -> c.command().commandId().equals(commandId))
                .findFirst();
    }

    /** True if the command with this id is a part of a rollback. */
    public boolean isPart(String commandId) {
        return command(commandId).map(CommandHistory::part).isPresent();
    }

    /** Processes whose end was not noticed yet. */
    public List<KnownProcess> openProcesses() {
        return processes.stream().filter(KnownProcess::open).toList();
    }

    /** The process of an incarnation. */
    public Optional<KnownProcess> process(String incarnation) {
        return processes.stream()
                .filter(p -> p.process().incarnation().equals(incarnation))
                .findFirst();
    }

    /** True if any incarnation was started here: from then on only commands start the worker (mechanics 19). */
    public boolean knowsAnIncarnation() {
        return everStarted || startingByItself != null;
    }

    /** True if nothing is open and nothing is left to be said. */
    public boolean settled() {
        return openProcesses().isEmpty()
                && untold.isEmpty()
                && startingByItself == null
                && commands.stream().allMatch(CommandHistory::closed);
    }

    /** The history after one more entry. Entries about commands or processes that it does not know change nothing. */
    public WorkerHistory apply(JournalEntry.OfWorker entry) {
        return switch (entry) {
            case JournalEntry.Received e -> received(e);
            case JournalEntry.Ending e -> ending(e);
            case JournalEntry.Starting e -> starting(e);
            case JournalEntry.NotStarted _ ->
                new WorkerHistory(workerId, fence, commands, processes, everStarted, null, resting, untold);
            case JournalEntry.Started e -> started(e);
            case JournalEntry.Ended e -> ended(e);
            case JournalEntry.Done e -> done(e);
            case JournalEntry.Answered e ->
                withCommands(change(commands, is(e.commandId()), CommandHistory::withAnswer));
            case JournalEntry.Told e -> {
                var left = new ArrayList<>(untold);
                left.remove(e.notice());
                yield new WorkerHistory(
                        workerId, fence, commands, processes, everStarted, startingByItself, resting, left);
            }
            case JournalEntry.Rested _ ->
                new WorkerHistory(workerId, fence, commands, processes, everStarted, startingByItself, true, untold);
            case JournalEntry.Forgotten _ -> unknown(workerId);
            case JournalEntry.Snapshot(var history) -> history;
        };
    }

    private WorkerHistory received(JournalEntry.Received e) {
        var command = e.command();
        if (command(command.commandId()).isPresent()) {
            return this;
        }
        var more = new ArrayList<>(commands);
        more.add(CommandHistory.received(command, e.part()));
        bound(more, CommandHistory::closed, CLOSED_COMMANDS_MAX);
        return new WorkerHistory(
                workerId,
                e.part() == null ? fence.raisedTo(Fence.of(command)) : fence,
                more,
                processes,
                everStarted,
                startingByItself,
                resting,
                untold);
    }

    private WorkerHistory ending(JournalEntry.Ending e) {
        var marked = change(
                processes,
                p -> p.process().incarnation().equals(e.incarnation()) && p.open(),
                p -> new KnownProcess(p.process(), e.cause(), null));
        return withProcesses(marked)
                .withCommands(change(commands, is(e.commandId()), c -> c.at(Step.ENDING, e.incarnation())));
    }

    private WorkerHistory starting(JournalEntry.Starting e) {
        return new WorkerHistory(
                workerId,
                fence,
                change(commands, is(e.commandId()), c -> c.at(Step.STARTING, e.incarnation())),
                processes,
                everStarted || e.commandId() != null,
                e.commandId() == null ? e.incarnation() : startingByItself,
                resting,
                untold);
    }

    private WorkerHistory started(JournalEntry.Started e) {
        var incarnation = e.process().incarnation();
        if (process(incarnation).isPresent()) {
            return this;
        }
        var more = new ArrayList<>(processes);
        more.add(new KnownProcess(e.process(), null, null));
        bound(more, p -> !p.open() && isTold(p), ENDED_PROCESSES_MAX);
        var notices = e.process().initial() ? plus(new Notice(Notice.Kind.STARTED, incarnation)) : untold;
        return new WorkerHistory(
                workerId,
                fence,
                change(commands, is(e.commandId()), c -> c.at(Step.STARTED, incarnation)),
                more,
                true,
                incarnation.equals(startingByItself) ? null : startingByItself,
                false,
                notices);
    }

    private WorkerHistory ended(JournalEntry.Ended e) {
        var known = process(e.incarnation()).filter(KnownProcess::open);
        if (known.isEmpty()) {
            return this;
        }
        var closed = change(
                processes,
                p -> p.process().incarnation().equals(e.incarnation()),
                p -> new KnownProcess(p.process(), p.ending(), e.end()));
        var notices = switch (e.end().cause()) {
            case CRASH -> plus(new Notice(Notice.Kind.CRASHED, e.incarnation()));
            case WILL, AGENT_EXIT -> plus(new Notice(Notice.Kind.STOPPED, e.incarnation()));
            case COMMAND -> untold;
        };
        boolean rests = resting || e.end().cause().startsAgainByItself();
        return new WorkerHistory(workerId, fence, commands, closed, everStarted, startingByItself, rests, notices);
    }

    /** A command that was refused after all has ended nothing: a later end of its target is a crash again. */
    private WorkerHistory done(JournalEntry.Done e) {
        var command = command(e.result().commandId());
        var released = e.result().status() == CommandResult.Status.REFUSED
                ? change(
                        processes,
                        p -> p.open()
                                && command.isPresent()
                                && p.process()
                                        .incarnation()
                                        .equals(command.get().target()),
                        p -> new KnownProcess(p.process(), null, null))
                : processes;
        return withProcesses(released)
                .withCommands(change(commands, is(e.result().commandId()), c -> c.done(e.result())));
    }

    private boolean isTold(KnownProcess process) {
        return untold.stream()
                .noneMatch(n -> n.incarnation().equals(process.process().incarnation()));
    }

    private static Predicate<CommandHistory> is(@Nullable String commandId) {
        return c -> c.command().commandId().equals(commandId);
    }

    private static <T> List<T> change(List<T> all, Predicate<T> which, UnaryOperator<T> how) {
        return all.stream().map(one -> which.test(one) ? how.apply(one) : one).toList();
    }

    /** Drops the oldest of those that may be dropped, until so many are left. */
    private static <T> void bound(List<T> all, Predicate<T> droppable, int max) {
        long excess = all.stream().filter(droppable).count() - max;
        for (var each = all.iterator(); excess > 0 && each.hasNext(); ) {
            if (droppable.test(each.next())) {
                each.remove();
                excess--;
            }
        }
    }

    private List<Notice> plus(Notice notice) {
        var more = new ArrayList<>(untold);
        more.add(notice);
        return more;
    }

    private WorkerHistory withCommands(List<CommandHistory> changed) {
        return new WorkerHistory(workerId, fence, changed, processes, everStarted, startingByItself, resting, untold);
    }

    private WorkerHistory withProcesses(List<KnownProcess> changed) {
        return new WorkerHistory(workerId, fence, commands, changed, everStarted, startingByItself, resting, untold);
    }
}
