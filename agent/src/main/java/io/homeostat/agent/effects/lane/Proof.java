package io.homeostat.agent.effects.lane;

import io.homeostat.agent.effects.kafka.Outbound.Acknowledged;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Before an effect the agent makes sure that it does not live in the past, as after a freeze: the broker's answer to a
 * record of its own says what time it is, and the views are read up to what is in the log now.
 */
final class Proof {

    private Proof() {}

    /**
     * Waits for both.
     *
     * @return false if the agent closes before
     */
    static boolean ofNow(LaneContext context, CompletableFuture<Acknowledged> accepted) {
        return acknowledged(context, accepted) && current(context);
    }

    /** Waits for the broker's answer, and takes its time; false: the agent closes before. */
    static boolean acknowledged(LaneContext context, CompletableFuture<Acknowledged> record) {
        var acknowledged = await(record);
        if (acknowledged == null) {
            return false;
        }
        context.clock().proven(acknowledged.appendTime(), acknowledged.sentNanos());
        return true;
    }

    /** Waits until the views hold what is in the log now; false: the agent closes before. */
    static boolean current(LaneContext context) {
        var barrier = context.barrier().get().thenApply(_ -> Boolean.TRUE);
        return await(barrier) != null;
    }

    private static <T> @Nullable T await(Future<T> future) {
        try {
            return future.get();
        } catch (CancellationException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
