package io.homeostat.heartbeat.domain;

/**
 * Since when, in milliseconds of judging time of one partition.
 *
 * @param via the partition that the worker's last beat came through, on whose time it is judged
 * @param baseMs the last sign of life or, before the first, the registration: silence counts from here
 * @param heardMs the last beat of any kind, that of a fenced incarnation too
 * @param stateMs beginning of the present state
 * @param progressMs the last change of progress or task, or the last beat with a status other than RUNNING
 */
public record Ages(int via, long baseMs, long heardMs, long stateMs, long progressMs) {

    static Ages startingAt(int via, long nowMs) {
        return new Ages(via, nowMs, nowMs, nowMs, nowMs);
    }

    /** The same ages on another partition's time. */
    Ages movedTo(int otherVia, long otherNowMs, long nowMs) {
        if (otherVia == via) {
            return this;
        }
        long shift = otherNowMs - nowMs;
        return new Ages(otherVia, baseMs + shift, heardMs + shift, stateMs + shift, progressMs + shift);
    }

    Ages heard(long nowMs) {
        return new Ages(via, baseMs, nowMs, stateMs, progressMs);
    }

    Ages alive(long nowMs) {
        return new Ages(via, nowMs, nowMs, stateMs, progressMs);
    }

    Ages inStateSince(long nowMs) {
        return new Ages(via, baseMs, heardMs, nowMs, progressMs);
    }

    Ages progressed(long nowMs) {
        return new Ages(via, baseMs, heardMs, stateMs, nowMs);
    }
}
