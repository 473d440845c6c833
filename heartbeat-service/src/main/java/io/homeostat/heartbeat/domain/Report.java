package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.WorkerStatus.HealthStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the worker said last about its condition.
 *
 * @param score 0..100 as reported or computed; {@link #UNKNOWN} before the first beat
 * @param band of the score as written last; null before the first beat
 * @param progress the last one reported; null: never reported
 * @param taskId what it works on; null: nothing, or it does not say
 * @param running its last status was RUNNING: only then can it be stuck
 */
public record Report(
        int score,
        @Nullable HealthStatus band,
        @Nullable Long progress,
        @Nullable String taskId,
        boolean running,
        Heartbeat.@Nullable Tokens tokens) {

    /** No score yet. */
    public static final int UNKNOWN = -1;

    static final Report NOTHING = new Report(UNKNOWN, null, null, null, false, null);

    Report updatedBy(Heartbeat beat) {
        return new Report(
                Health.score(beat),
                band,
                beat.progress() == null ? progress : beat.progress(),
                beat.taskId(),
                beat.status() == Heartbeat.Status.RUNNING,
                beat.tokens() == null ? tokens : beat.tokens());
    }

    /** True if a worker that reported {@code before} and now this got on in between. */
    boolean progressedSince(Report before) {
        return !Objects.equals(progress, before.progress) || !Objects.equals(taskId, before.taskId);
    }

    Report inBand(HealthStatus band) {
        return new Report(score, band, progress, taskId, running, tokens);
    }
}
