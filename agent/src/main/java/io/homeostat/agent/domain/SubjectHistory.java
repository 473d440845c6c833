package io.homeostat.agent.domain;

import io.homeostat.agent.domain.ChangeHistory.Step;
import io.homeostat.common.contract.CommandResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of the changes of one target or service: the sum of its journal entries.
 *
 * @param key {@link Change#key}
 * @param fence the highest that any change of the subject carried
 * @param changes in the order of arrival; open ones, and the last {@value #CLOSED_CHANGES_MAX} closed ones
 */
public record SubjectHistory(String key, Fence fence, List<ChangeHistory> changes) {

    /** Bounds the journal; a repetition of an older one is refused as late, or by its generation. */
    public static final int CLOSED_CHANGES_MAX = 20;

    public SubjectHistory {
        changes = List.copyOf(changes);
    }

    /** A subject of which nothing is known. */
    public static SubjectHistory unknown(String key) {
        return new SubjectHistory(key, Fence.NONE, List.of());
    }

    /** The change with this id, as far as the agent got with it. */
    public Optional<ChangeHistory> change(String commandId) {
        return changes.stream()
                .filter(c -> c.change().commandId().equals(commandId))
                .findFirst();
    }

    /**
     * Versions that were left by a rollback to this one. A start that names one of them was decided before it.
     *
     * @param current the version in force; null: none
     */
    public Set<String> leftFor(@Nullable String current) {
        return changes.stream()
                .filter(SubjectHistory::tookEffect)
                .flatMap(c -> c.change() instanceof Change.Rollback(var command)
                                && command.toVersion().equals(current)
                        ? java.util.stream.Stream.of(command.fromVersion())
                        : java.util.stream.Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean tookEffect(ChangeHistory change) {
        var result = change.result();
        return result == null ? change.step() == Step.EFFECTED : result.status() != Status.REFUSED;
    }

    /** The history after one more entry. Entries about changes that it does not know change nothing. */
    public SubjectHistory apply(JournalEntry.OfChange entry) {
        return switch (entry) {
            case JournalEntry.ChangeReceived(var change) -> received(change);
            case JournalEntry.ChangeBegun(var _, var id, var plan) -> with(id, c -> c.at(Step.BEGUN, plan));
            case JournalEntry.ChangeEffected(var _, var id, var plan) -> with(id, c -> c.at(Step.EFFECTED, plan));
            case JournalEntry.ChangeDone(var _, var result) -> with(result.commandId(), c -> c.done(result));
            case JournalEntry.ChangeAnswered(var _, var id) -> with(id, ChangeHistory::withAnswer);
            case JournalEntry.ChangeSnapshot(var history) -> history;
        };
    }

    private SubjectHistory received(Change change) {
        if (change(change.commandId()).isPresent()) {
            return this;
        }
        var more = new ArrayList<>(changes);
        more.add(ChangeHistory.received(change));
        long excess = more.stream().filter(ChangeHistory::closed).count() - CLOSED_CHANGES_MAX;
        for (var each = more.iterator(); excess > 0 && each.hasNext(); ) {
            if (each.next().closed()) {
                each.remove();
                excess--;
            }
        }
        return new SubjectHistory(key, fence.raisedTo(change.fence()), more);
    }

    private SubjectHistory with(String commandId, UnaryOperator<ChangeHistory> how) {
        var changed = changes.stream()
                .map(c -> c.change().commandId().equals(commandId) ? how.apply(c) : c)
                .toList();
        return new SubjectHistory(key, fence, changed);
    }
}
