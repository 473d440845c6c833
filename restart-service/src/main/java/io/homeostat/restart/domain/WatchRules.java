package io.homeostat.restart.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.restart.domain.AdmissionInput.Departure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a worker's story is for admission: that it is down, that somebody asks, and, for workers that admission was
 * ever told of, that they are up, gone or answered for. The health of workers that nobody asked about stays here, as all
 * of the fleet meets in admission's one partition.
 */
public final class WatchRules {

    private WatchRules() {}

    /**
     * The answer of the rules.
     *
     * @param watched what is kept; null: nothing any more
     * @param tell goes to admission, in order
     */
    public record Seen(@Nullable Watched watched, List<AdmissionInput> tell) {}

    /** A status of the worker. */
    public static Seen status(@Nullable Watched before, WorkerStatus status) {
        var subject = new Subject(
                status.workerId(),
                status.workerType(),
                status.service(),
                status.version(),
                status.environment(),
                status.taskId(),
                status.incarnation(),
                status.state());
        var incident = status.provenance().incidentId();
        var tell = new ArrayList<AdmissionInput>();
        if (status.reason() == WorkerStatus.Reason.FENCED && status.fencedIncarnation() != null) {
            tell.add(new AdmissionInput.Fenced(
                    subject,
                    status.fencedIncarnation(),
                    status.provenance().id(),
                    incident,
                    status.provenance().synthetic()));
        }
        var told = before == null ? null : before.told();
        boolean engaged = before != null && before.engaged();
        var matter = new Watched.Told(status.state(), status.incarnation());
        var input = matter.equals(told) ? null : input(status, subject, engaged);
        if (input != null) {
            tell.add(input);
        }
        return new Seen(
                new Watched(subject, incident, engaged || !tell.isEmpty(), input == null ? told : matter), tell);
    }

    private static @Nullable AdmissionInput input(WorkerStatus status, Subject subject, boolean engaged) {
        var causeId = status.provenance().id();
        if (status.state().isDown()) {
            return new AdmissionInput.Down(
                    subject,
                    causeId,
                    status.provenance().incidentId(),
                    status.provenance().synthetic());
        }
        if (!engaged) {
            return null;
        }
        if (status.state() == WorkerState.ALIVE) {
            return new AdmissionInput.Up(status.workerId(), status.incarnation(), causeId);
        }
        return status.state() == WorkerState.STOPPED
                ? new AdmissionInput.Gone(status.workerId(), status.incarnation(), departure(status), causeId)
                : null; // silent or registered: neither a sign of life nor of its end
    }

    private static Departure departure(WorkerStatus status) {
        return switch (status.reason()) {
            case RETIRED -> Departure.RETIRED;
            case FORGOTTEN -> Departure.FORGOTTEN;
            default -> Departure.GOODBYE;
        };
    }

    /**
     * The view forgot the worker. One that was down stays known here: its restart may wait behind a hold that is longer than
     * the view's memory, and the first beat of its successor must be told.
     */
    public static Seen forgotten(@Nullable Watched before, String coordinates) {
        if (before == null || !before.engaged()) {
            return new Seen(null, List.of());
        }
        var state = before.subject().state();
        return new Seen(
                state != null && state.isDown() ? before : null,
                List.of(new AdmissionInput.Gone(
                        before.subject().workerId(),
                        before.subject().incarnation(),
                        Departure.FORGOTTEN,
                        coordinates)));
    }

    /** Somebody asks for a restart: admission learns it with what is known of the worker. */
    public static Seen requested(@Nullable Watched before, RestartRequest request, String coordinates) {
        var known = before == null
                ? stranger(request.workerId(), request.workerType(), request.taskId())
                : before.subject();
        var taskId = request.taskId() == null ? known.taskId() : request.taskId();
        var subject = new Subject(
                known.workerId(),
                known.workerType(),
                known.service(),
                known.version(),
                known.environment(),
                taskId,
                known.incarnation(),
                known.state());
        var incident = before == null ? null : before.incidentId();
        var asked = new AdmissionInput.Requested(
                subject,
                new AdmissionInput.Request(
                        request.requestId(),
                        request.requestedBy(),
                        request.reason(),
                        request.validUntil(),
                        request.force()),
                coordinates,
                incident);
        return new Seen(new Watched(known, incident, true, before == null ? null : before.told()), List.of(asked));
    }

    /** An operator wants something: admission learns it with what is known of the worker of that name, if there is one. */
    public static Seen willed(@Nullable Watched before, Will will, String coordinates) {
        var known = before == null ? stranger(will.subject(), null, null) : before.subject();
        var incident = before == null ? null : before.incidentId();
        boolean engages = will.type() == OperatorCommand.Type.RESTART;
        var watched = engages ? new Watched(known, incident, true, before == null ? null : before.told()) : before;
        return new Seen(watched, List.of(new AdmissionInput.Willed(known, will, coordinates, incident)));
    }

    /** An agent answers. */
    public static Seen answered(@Nullable Watched before, CommandResult result, String coordinates) {
        return new Seen(
                before,
                List.of(new AdmissionInput.Answered(
                        result.subject(),
                        result.commandId(),
                        result.status(),
                        result.agent(),
                        result.message(),
                        result.incarnation(),
                        coordinates)));
    }

    private static Subject stranger(String workerId, @Nullable String workerType, @Nullable String taskId) {
        var type = Objects.requireNonNullElse(workerType, "default");
        return new Subject(workerId, type, type, "unknown", "production", taskId, null, null);
    }
}
