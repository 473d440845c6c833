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
 *              ▼         an agent failed or was silent, attempts left
 *   good again: gone        └─► none left ─► Finished
 * </pre>
 *
 * @param manual a person asked: it is carried out whatever the version's health says
 * @param actor who asked; null: the verdict
 * @param why the verdict's reason, or that somebody asked
 * @param causeId of the check or command that asked
 * @param attempt under way, or the last one; 0 before the first
 * @param orders one per agent; empty before the first attempt
 */
public record Reversal(
        boolean manual,
        @Nullable String actor,
        Rollback.Reason why,
        String causeId,
        int attempt,
        List<Order> orders,
        Step step) {

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
     * @param said in the agent's words; null if it said nothing
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

    /** Something stands in the way; looked at again at every tick. */
    public record Deferred(Rollback.Reason reason) implements Step {}

    /** Commands are out; from both times on, observed and append time, there will be no answer. */
    public record Commanded(long deadlineMs, Instant deadline) implements Step {}

    /** The wait before the next attempt. */
    public record Backoff(long dueMs) implements Step {}

    /** It is over. */
    public record Finished(boolean succeeded) implements Step {}

    /** The verdict asks; {@code causeId} is its check. */
    static Reversal of(Rollback.Reason why, String causeId) {
        return new Reversal(false, null, why, causeId, 0, List.of(), new Deferred(why));
    }

    /** A person asks, by this command. */
    static Reversal of(OperatorCommand command) {
        var why = Rollback.Reason.REQUESTED;
        return new Reversal(true, command.actor(), why, command.commandId(), 0, List.of(), new Deferred(why));
    }

    boolean isFinished() {
        return step instanceof Finished;
    }

    /** True once anything was commanded: it cannot be taken back any more. */
    boolean isBegun() {
        return attempt > 0;
    }

    Reversal at(Step next) {
        return new Reversal(manual, actor, why, causeId, attempt, orders, next);
    }

    Reversal with(List<Order> next) {
        return new Reversal(manual, actor, why, causeId, attempt, next, step);
    }

    Reversal attempting(List<Order> next, Step out) {
        return new Reversal(manual, actor, why, causeId, attempt + 1, next, out);
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
