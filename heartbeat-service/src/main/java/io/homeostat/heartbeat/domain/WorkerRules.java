package io.homeostat.heartbeat.domain;

import io.homeostat.heartbeat.domain.WorkerRecord.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What the plane decides about one worker. Pure: the same state, event and judging give the same answer in every replay.
 * The table of states and inputs is in the module's README.
 */
public final class WorkerRules {

    private WorkerRules() {}

    /**
     * Decides.
     *
     * @param worker null: unknown so far
     * @param judging policy of the worker and now
     */
    public static Verdict decide(@Nullable WorkerRecord worker, WorkerEvent event, Judging judging) {
        return switch (event) {
            case WorkerEvent.Heard heard -> BeatRules.decide(worker, heard, judging);
            case WorkerEvent.Crashed crashed -> CrashRules.decide(worker, crashed, judging);
            case WorkerEvent.Commanded commanded -> CommandRules.decide(worker, commanded);
            case WorkerEvent.Resulted resulted -> ResultRules.decide(worker, resulted, judging);
            case WorkerEvent.Due due -> SilenceRules.decide(worker, due, judging);
        };
    }

    /** What an unknown worker would enter memory as by this event; null: it would not. */
    public static @Nullable Identity newcomer(WorkerEvent event) {
        return switch (event) {
            case WorkerEvent.Heard heard -> BeatRules.identity(heard.beat());
            case WorkerEvent.Crashed crashed ->
                CrashRules.admits(crashed) ? CrashRules.identity(crashed.failure()) : null;
            case WorkerEvent.Commanded _, WorkerEvent.Resulted _, WorkerEvent.Due _ -> null;
        };
    }
}
