package io.homeostat.rollback.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Rollback;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one rollback of a promotion. Times are observed time in milliseconds unless the name says otherwise.
 *
 * <pre>
 *              ┌──────────── held, or the log is old ───────────┐
 *  wanted ─► Deferred ─► Commanded ─► all SUCCEEDED ─► Finished │
 *              │            │  ▲                                │
 *              │            ▼  └─────────── Backoff ◄───────────┘
 *              │         an agent failed or was silent, attempts left
 *              │            └─► none left ─► Finished
 *              ▼
 *   good again: gone; waited too long: Finished
 * </pre>
 *
 * @param manual a person asked: it is carried out whatever the version's health says
 * @param actor who asked; null: the verdict
 * @param why the verdict's reason, or that somebody asked
 * @param causeId of the check or command that asked
 * @param spent attempts of earlier rollbacks of this promotion that failed: ids are never used again
 * @param attempt under way, or the last one, counted on from {@code spent}; equal to it before the first
 * @param orders one per agent; empty before the first attempt
 */
public record Reversal(
        boolean manual,
        @Nullable String actor,
        Rollback.Reason why,
        String causeId,
        int spent,
        int attempt,
        List<Order> orders,
        Step step) {

    /** Agents that one rollback can command: what is kept of a service must fit into one record. */
    static final int AGENTS_MAX = 1_000;

    /** Characters that their names may have together, for the same reason. */
    static final int NAMES_CHARACTERS_MAX = 48_000;

    /** Characters that are kept of what all of them say. */
    private static final int SAID_CHARACTERS_MAX = 20_000;

    public Reversal {
        orders = List.copyOf(orders);
    }

    /** What has become of an agent's part. */
    public enum State {
        OPEN,
        DONE,
        FAILED
    }

    /**
     * The part of one agent.
     *
     * @param agent null: whoever integrates by topics
     * @param commandId of its last attempt; null before the first
     * @param said in the agent's words, cut; null if it said nothing
     */
    public record Order(
            @Nullable String agent,
            Executor executor,
            State state,
            @Nullable String commandId,
            @Nullable String said) {

        Order now(State next, @Nullable String words) {
            return new Order(agent, executor, next, commandId, words);
        }
    }

    /** Where it stands. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Deferred.class, name = "DEFERRED"),
        @JsonSubTypes.Type(value = Commanded.class, name = "COMMANDED"),
        @JsonSubTypes.Type(value = Backoff.class, name = "BACKOFF"),
        @JsonSubTypes.Type(value = Finished.class, name = "FINISHED")
    })
    public sealed interface Step {}

    /** Something stands in the way since this observed time; looked at again at every tick. */
    public record Deferred(Rollback.Reason reason, long sinceMs) implements Step {}

    /** Commands are out; from both times on, observed and append time, there will be no answer. */
    public record Commanded(long deadlineMs, Instant deadline) implements Step {}

    /** The wait before the next attempt. */
    public record Backoff(long dueMs) implements Step {}

    /** It is over. */
    public record Finished(boolean succeeded) implements Step {}

    /** The verdict asks; {@code causeId} is its check. */
    static Reversal of(Rollback.Reason why, String causeId, long nowMs) {
        return new Reversal(false, null, why, causeId, 0, 0, List.of(), new Deferred(why, nowMs));
    }

    /** A person asks, by this command; {@code before} is what there was of a rollback, null: nothing. */
    static Reversal of(OperatorCommand command, @Nullable Reversal before, long nowMs) {
        var why = Rollback.Reason.REQUESTED;
        int spent = before == null ? 0 : before.attempt;
        return new Reversal(
                true, command.actor(), why, command.commandId(), spent, spent, List.of(), new Deferred(why, nowMs));
    }

    boolean isFinished() {
        return step instanceof Finished;
    }

    boolean isSucceeded() {
        return step instanceof Finished(var succeeded) && succeeded;
    }

    /** True once anything was commanded: it cannot be taken back any more. */
    boolean isBegun() {
        return attempt > spent;
    }

    /** Attempts of this rollback. */
    int attempts() {
        return attempt - spent;
    }

    /** What is kept of what one agent says, in characters. */
    int wordsMax() {
        return Math.clamp(SAID_CHARACTERS_MAX / Math.max(1, orders.size()), 20, Cut.WORDS_MAX);
    }

    Reversal at(Step next) {
        return new Reversal(manual, actor, why, causeId, spent, attempt, orders, next);
    }

    Reversal with(List<Order> next) {
        return new Reversal(manual, actor, why, causeId, spent, attempt, next, step);
    }

    Reversal attempting(List<Order> next, Step out) {
        return new Reversal(manual, actor, why, causeId, spent, attempt + 1, next, out);
    }

    /** When time alone moves it on; {@link Long#MAX_VALUE}: never. */
    long dueMs(long nowMs) {
        return switch (step) {
            case Deferred _ -> nowMs;
            case Commanded(var deadlineMs, var _) -> deadlineMs;
            case Backoff(var due) -> due;
            case Finished _ -> Long.MAX_VALUE;
        };
    }
}
