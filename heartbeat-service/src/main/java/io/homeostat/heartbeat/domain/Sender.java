package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.WorkerState;
import org.jspecify.annotations.Nullable;

/** Whose beat it is: what a beat means depends on the incarnation that sent it, and on nothing that a worker's clock says. */
sealed interface Sender {

    /** The present incarnation; of a worker that was announced without one, its first. */
    record Present(String incarnation, int ordinal) implements Sender {}

    /** Another incarnation, which takes the present one's place. */
    record Successor(String incarnation, int ordinal, boolean named) implements Sender {}

    /** An incarnation that was commanded to end. */
    record Fenced(String incarnation) implements Sender {}

    /** A process without a name while it is being replaced: the old or the new one, the result will tell. */
    record Doubtful() implements Sender {}

    /** A replay, a duplicate or a record that was overtaken: no sign of life. */
    record Past() implements Sender {}

    /** Who sent {@code beat}, appended at {@code at}. */
    static Sender of(WorkerRecord worker, Heartbeat beat, long at) {
        var incarnation = beat.incarnation();
        return incarnation == null ? unnamed(worker, beat.sequence(), at) : named(worker, incarnation, beat, at);
    }

    private static Sender named(WorkerRecord worker, String incarnation, Heartbeat beat, long at) {
        var life = worker.life();
        if (worker.fence(incarnation) != null) {
            return new Fenced(incarnation);
        }
        if (life.incarnation() == null) {
            return beat.registersOnly()
                    ? new Successor(incarnation, life.ordinal(), true)
                    : new Present(incarnation, life.ordinal());
        }
        if (incarnation.equals(life.incarnation())) {
            return at < life.lastSeenAt() || isRepeated(beat.sequence(), life)
                    ? new Past()
                    : new Present(incarnation, life.ordinal());
        }
        return at < life.firstSeenAt() ? new Past() : new Successor(incarnation, life.ordinal(), true);
    }

    private static Sender unnamed(WorkerRecord worker, @Nullable Long sequence, long at) {
        var life = worker.life();
        var start = worker.start();
        if (start != null && start.begins(at)) {
            return nextUnnamed(life);
        }
        if (at < Math.max(life.lastSeenAt(), life.doubtfulAt())) {
            return new Past();
        }
        if (sequence != null && sequence < life.sequence()) {
            return nextUnnamed(life);
        }
        if (isRepeated(sequence, life)) {
            return new Past();
        }
        if (life.incarnation() == null) {
            return new Present(Life.ASSIGNED + (life.ordinal() + 1), life.ordinal() + 1);
        }
        boolean fenced = worker.fence(life.incarnation()) != null;
        if (start != null && start.isOpenAt(at) && (fenced || worker.state() == WorkerState.FAILED)) {
            return new Doubtful();
        }
        return fenced ? new Fenced(life.incarnation()) : new Present(life.incarnation(), life.ordinal());
    }

    private static Sender nextUnnamed(Life life) {
        return new Successor(Life.ASSIGNED + (life.ordinal() + 1), life.ordinal() + 1, false);
    }

    private static boolean isRepeated(@Nullable Long sequence, Life life) {
        return sequence != null && life.sequence() != Life.NONE && sequence <= life.sequence();
    }
}
