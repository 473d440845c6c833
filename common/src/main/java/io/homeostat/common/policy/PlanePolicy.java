package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code plane-policy}: what bounds the whole plane, whoever asked.
 *
 * @param mode OBSERVE decides and records everything, but commands nothing
 * @param tickMs distance of the ticks, 100..5000
 * @param blindAfterMs silence of ticks after which a partition is BLIND; more than two ticks
 * @param maxActionsPerMinute cap of actions in any sliding minute
 * @param maxActionsPerHour cap of actions in any sliding hour
 * @param stormSettleMs wait after a verdict, so that a storm is seen as one
 * @param maxWorkers tracked workers at most; beyond it new ones are refused
 * @param newWorkersPerMinute registrations at most in a minute
 * @param commandValidSeconds life of a command, at most one hour
 */
public record PlanePolicy(
        Mode mode,
        long tickMs,
        long blindAfterMs,
        long maxActionsPerMinute,
        long maxActionsPerHour,
        long stormSettleMs,
        long maxWorkers,
        long newWorkersPerMinute,
        long commandValidSeconds) {

    /** Key in {@code policies}. */
    public static final String NAME = "plane-policy";

    /** May the plane act? */
    public enum Mode {
        ACT,
        OBSERVE
    }

    /** Reads and validates. @throws PolicyRejected with every problem */
    public static PlanePolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var policy = new PlanePolicy(
                reader.choice("mode", Mode.class, Mode.ACT),
                reader.whole("tick_ms", 500, 100, 5_000),
                reader.whole("blind_after_ms", 2_500, 500, 60_000),
                reader.whole("max_actions_per_minute", 30, 1, 100_000),
                reader.whole("max_actions_per_hour", 300, 1, 1_000_000),
                reader.whole("storm_settle_ms", 2_000, 0, 600_000),
                reader.whole("max_workers", 2_000_000, 1, 100_000_000),
                reader.whole("new_workers_per_minute", 100_000, 1, 100_000_000),
                reader.whole("command_valid_seconds", 300, 5, 3_600));
        reader.refuseIf(
                policy.blindAfterMs <= 2 * policy.tickMs,
                "blind_after_ms",
                policy.blindAfterMs,
                "must be more than twice tick_ms (" + policy.tickMs + "), or a late tick blinds the plane");
        reader.refuseIf(
                policy.maxActionsPerHour < policy.maxActionsPerMinute,
                "max_actions_per_hour",
                policy.maxActionsPerHour,
                "is below max_actions_per_minute (" + policy.maxActionsPerMinute + "), which then never applies");
        reader.finish();
        return policy;
    }
}
