package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of a worker. Its state machine:
 *
 * <pre>
 *            announced                 age ≥ warning      age ≥ timeout         age ≥ zombie + double check
 *  unknown ──────────► REGISTERED    ┌──────────► WARNING ──────────► UNRESPONSIVE ──────────► ZOMBIE
 *     │                  │ beat      │               │ beat               │ beat                │ beat
 *     │ beat             ▼           │               ▼                    ▼                     ▼
 *     └───────────────► ALIVE ───────┴───────────► ALIVE ◄────────────────┴─────────────────────┘
 *                        │ ▲ progress, or another incarnation
 *          no progress   ▼ │
 *                       STUCK ── age ≥ zombie + double check ──► ZOMBIE
 *
 *  any but STOPPED ── crash of the present incarnation ──► FAILED ── beat after the double check delay ──► ALIVE
 *  any             ── good-bye of the present incarnation ──► STOPPED ── later beat ──► ALIVE
 *  REGISTERED      ── age ≥ startup grace + double check ──► ZOMBIE (NEVER_HEARD)
 *  ZOMBIE, FAILED, STOPPED ── silent for forget_after_hours ──► unknown
 * </pre>
 *
 * @param sinceAt append time of the record that brought the state
 * @param start null: none was ever commanded
 * @param early results that were read before their commands, one per command, oldest first, at most {@value #EARLY_MAX}
 * @param fences incarnations that were commanded to end, oldest first, at most {@value #FENCES_MAX}
 */
public record WorkerRecord(
        String workerId,
        Identity identity,
        WorkerState state,
        long sinceAt,
        Life life,
        Ages ages,
        Report report,
        Trail trail,
        @Nullable Start start,
        List<EarlyResult> early,
        List<Fence> fences) {

    /** As many as restart-service remembers: an incarnation whose fence falls away counts as a new one if it still lives. */
    public static final int FENCES_MAX = 32;

    /** Commands and results are read in any order, but not far apart; what no command asked for must not crowd out the rest. */
    public static final int EARLY_MAX = 4;

    /** What a worker is. */
    public record Identity(String workerType, String service, String version, String environment, boolean synthetic) {}

    /**
     * From what ids follow.
     *
     * @param bornAt append time of the worker's first record: a forgotten worker that comes back counts anew
     * @param changes status records written so far
     * @param episodes troubles so far
     * @param incidentId of the present trouble; null: none
     */
    public record Trail(
            long bornAt,
            long changes,
            long episodes,
            @Nullable String incidentId) {}

    /** An incarnation that may not come back; {@code reported}: that it tried was said once. */
    public record Fence(String incarnation, String commandId, boolean reported) {}

    /** A final result whose command is not read yet. */
    public record EarlyResult(
            String commandId,
            CommandResult.Status status,
            @Nullable String incarnation,
            long at) {}

    public WorkerRecord {
        early = List.copyOf(early);
        fences = List.copyOf(fences);
    }

    static WorkerRecord newcomer(String workerId, Identity identity, WorkerState state, Life life, Ages ages) {
        return new WorkerRecord(
                workerId,
                identity,
                state,
                life.firstSeenAt(),
                life,
                ages,
                Report.NOTHING,
                new Trail(life.firstSeenAt(), 0, 0, null),
                null,
                List.of(),
                List.of());
    }

    /** True in the states that end a worker's life; it is no longer judged, only forgotten some day. */
    boolean hasEnded() {
        return state == WorkerState.ZOMBIE || state == WorkerState.FAILED || state == WorkerState.STOPPED;
    }

    @Nullable
    Fence fence(@Nullable String incarnation) {
        for (var fence : fences) {
            if (fence.incarnation().equals(incarnation)) {
                return fence;
            }
        }
        return null;
    }

    /** The answer to a command that was not read before it; null: none is known. */
    @Nullable
    EarlyResult early(String commandId) {
        for (var result : early) {
            if (result.commandId().equals(commandId)) {
                return result;
            }
        }
        return null;
    }

    WorkerRecord enter(WorkerState next, long at, long nowMs) {
        return new WorkerRecord(
                workerId, identity, next, at, life, ages.inStateSince(nowMs), report, trail, start, early, fences);
    }

    WorkerRecord with(Identity identity) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }

    WorkerRecord with(Life life, Ages ages) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }

    WorkerRecord with(Report report) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }

    WorkerRecord with(@Nullable Start start) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }

    /** Keeps a result until its command is read; of several for one command the first counts. */
    WorkerRecord answeredEarly(EarlyResult result) {
        return early(result.commandId()) == null ? withEarly(appended(early, result, EARLY_MAX)) : this;
    }

    /** The command is read, so nothing waits for it any more. */
    WorkerRecord withoutEarly(String commandId) {
        return withEarly(early.stream()
                .filter(result -> !result.commandId().equals(commandId))
                .toList());
    }

    /** Counts one more status record. */
    WorkerRecord changed() {
        return with(new Trail(trail.bornAt(), trail.changes() + 1, trail.episodes(), trail.incidentId()));
    }

    /** In trouble: a new incident, unless one is open. */
    WorkerRecord inTrouble() {
        if (trail.incidentId() != null) {
            return this;
        }
        long episode = trail.episodes() + 1;
        var incident = Ids.of("inc", workerId, trail.bornAt(), life.incarnation(), episode);
        return with(new Trail(trail.bornAt(), trail.changes(), episode, incident));
    }

    WorkerRecord outOfTrouble() {
        return trail.incidentId() == null
                ? this
                : with(new Trail(trail.bornAt(), trail.changes(), trail.episodes(), null));
    }

    /** The id of what is written with the present change. */
    String idOfChange(String kind) {
        return Ids.of(kind, workerId, trail.bornAt(), trail.changes());
    }

    /** Fences an incarnation; again for one that is fenced already: nothing changes. */
    WorkerRecord fenced(String incarnation, String commandId) {
        return fence(incarnation) == null
                ? with(appended(fences, new Fence(incarnation, commandId, false), FENCES_MAX))
                : this;
    }

    /** Lifts the fence that {@code commandId} brought, if it is still there. */
    WorkerRecord unfenced(String commandId) {
        return with(fences.stream()
                .filter(fence -> !fence.commandId().equals(commandId))
                .toList());
    }

    WorkerRecord fenceReported(String incarnation) {
        return with(fences.stream()
                .map(fence -> fence.incarnation().equals(incarnation)
                        ? new Fence(incarnation, fence.commandId(), true)
                        : fence)
                .toList());
    }

    /** The end that {@code commandId} should have brought did not come: if its incarnation is heard, that is news again. */
    WorkerRecord fenceUnreported(String commandId) {
        return with(fences.stream()
                .map(fence ->
                        fence.commandId().equals(commandId) ? new Fence(fence.incarnation(), commandId, false) : fence)
                .toList());
    }

    private static <T> List<T> appended(List<T> some, T last, int max) {
        var all = new ArrayList<>(some);
        all.add(last);
        return all.size() > max ? all.subList(1, all.size()) : all;
    }

    private WorkerRecord withEarly(List<EarlyResult> early) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }

    private WorkerRecord with(Trail trail) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }

    private WorkerRecord with(List<Fence> fences) {
        return new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences);
    }
}
