package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.HealthStatus;
import io.homeostat.heartbeat.domain.Ages;
import io.homeostat.heartbeat.domain.Life;
import io.homeostat.heartbeat.domain.Report;
import io.homeostat.heartbeat.domain.Start;
import io.homeostat.heartbeat.domain.WorkerRecord;
import io.homeostat.heartbeat.domain.WorkerRecord.EarlyResult;
import io.homeostat.heartbeat.domain.WorkerRecord.Fence;
import io.homeostat.heartbeat.domain.WorkerRecord.Identity;
import io.homeostat.heartbeat.domain.WorkerRecord.Trail;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's state as bytes: the version first, then the fields in their order. A typical worker takes about 150 bytes; the
 * worker id is the store's key and not repeated. Another layout is another version, and old ones stay readable.
 */
final class WorkerCodec {

    private static final int VERSION = 1;

    private static final Codes<WorkerState> STATES = new Codes<>(
            WorkerState.REGISTERED,
            WorkerState.ALIVE,
            WorkerState.WARNING,
            WorkerState.UNRESPONSIVE,
            WorkerState.ZOMBIE,
            WorkerState.FAILED,
            WorkerState.STUCK,
            WorkerState.STOPPED);
    private static final Codes<HealthStatus> BANDS =
            new Codes<>(HealthStatus.HEALTHY, HealthStatus.DEGRADED, HealthStatus.UNHEALTHY);
    private static final Codes<Start.Outcome> OUTCOMES =
            new Codes<>(Start.Outcome.COMMANDED, Start.Outcome.SUCCEEDED, Start.Outcome.ENDED);
    private static final Codes<CommandResult.Status> RESULTS = new Codes<>(
            CommandResult.Status.ACCEPTED,
            CommandResult.Status.SUCCEEDED,
            CommandResult.Status.FAILED,
            CommandResult.Status.REFUSED,
            CommandResult.Status.UNKNOWN);

    private WorkerCodec() {}

    static byte[] encode(Tracked tracked) {
        var worker = tracked.worker();
        var out = new CompactWriter().unsigned(VERSION);
        out.signed(tracked.indexedMs());
        identity(out, worker.identity());
        out.unsigned(STATES.of(worker.state())).signed(worker.sinceAt());
        life(out, worker.life());
        ages(out, worker.ages());
        report(out, worker.report());
        var trail = worker.trail();
        out.signed(trail.bornAt())
                .unsigned(trail.changes())
                .unsigned(trail.episodes())
                .text(trail.incidentId());
        start(out, worker.start());
        early(out, worker.early());
        out.unsigned(worker.fences().size());
        for (var fence : worker.fences()) {
            out.text(fence.incarnation()).text(fence.commandId()).flag(fence.reported());
        }
        return out.toBytes();
    }

    /** The inverse. @throws IllegalStateException if the bytes are of no version that this one knows, or broken */
    static Tracked decode(String workerId, byte[] bytes) {
        try {
            var in = new CompactReader(bytes);
            long version = in.unsigned();
            if (version != VERSION) {
                throw new IllegalStateException("state of " + workerId + " has the unknown version " + version);
            }
            return decode(workerId, in);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalStateException("state of " + workerId + " is broken", e);
        }
    }

    private static Tracked decode(String workerId, CompactReader in) {
        long indexedMs = in.signed();
        var identity = new Identity(in.required(), in.required(), in.required(), in.required(), in.flag());
        var state = STATES.constant(in.unsigned());
        long sinceAt = in.signed();
        var life = new Life(in.text(), (int) in.unsigned(), in.signed(), in.moment(), in.moment(), in.moment());
        var ages = new Ages((int) in.unsigned(), in.signed(), in.signed(), in.signed(), in.signed());
        var report = report(in);
        var trail = new Trail(in.signed(), in.unsigned(), in.unsigned(), in.text());
        var start = start(in);
        var early = early(in);
        var fences = new ArrayList<Fence>();
        for (long left = in.unsigned(); left > 0; left--) {
            fences.add(new Fence(in.required(), in.required(), in.flag()));
        }
        return new Tracked(
                new WorkerRecord(workerId, identity, state, sinceAt, life, ages, report, trail, start, early, fences),
                indexedMs);
    }

    private static void identity(CompactWriter out, Identity identity) {
        out.text(identity.workerType())
                .text(identity.service())
                .text(identity.version())
                .text(identity.environment())
                .flag(identity.synthetic());
    }

    private static void life(CompactWriter out, Life life) {
        out.text(life.incarnation())
                .unsigned(life.ordinal())
                .signed(life.sequence())
                .moment(life.firstSeenAt())
                .moment(life.lastSeenAt())
                .moment(life.doubtfulAt());
    }

    private static void ages(CompactWriter out, Ages ages) {
        out.unsigned(ages.via())
                .signed(ages.baseMs())
                .signed(ages.heardMs())
                .signed(ages.stateMs())
                .signed(ages.progressMs());
    }

    private static void report(CompactWriter out, Report report) {
        var band = report.band();
        var progress = report.progress();
        var tokens = report.tokens();
        out.signed(report.score()).unsigned(band == null ? 0 : BANDS.of(band) + 1);
        out.flag(progress != null).signed(progress == null ? 0 : progress);
        out.text(report.taskId()).flag(report.running()).flag(tokens != null);
        if (tokens != null) {
            out.unsigned(tokens.allocated()).unsigned(tokens.used());
        }
    }

    private static Report report(CompactReader in) {
        int score = (int) in.signed();
        int band = (int) in.unsigned();
        boolean progressed = in.flag();
        long progress = in.signed();
        var taskId = in.text();
        boolean running = in.flag();
        var tokens = in.flag() ? new Heartbeat.Tokens(in.unsigned(), in.unsigned()) : null;
        return new Report(
                score,
                band == 0 ? null : BANDS.constant(band - 1),
                progressed ? progress : null,
                taskId,
                running,
                tokens);
    }

    private static void start(CompactWriter out, @Nullable Start start) {
        out.flag(start != null);
        if (start != null) {
            out.text(start.commandId())
                    .text(start.incarnation())
                    .moment(start.validUntilAt())
                    .unsigned(OUTCOMES.of(start.outcome()))
                    .moment(start.succeededAt())
                    .flag(start.used());
        }
    }

    private static @Nullable Start start(CompactReader in) {
        return in.flag()
                ? new Start(
                        in.required(), in.text(), in.moment(), OUTCOMES.constant(in.unsigned()), in.moment(), in.flag())
                : null;
    }

    private static void early(CompactWriter out, List<EarlyResult> early) {
        out.unsigned(early.size());
        for (var result : early) {
            out.text(result.commandId())
                    .unsigned(RESULTS.of(result.status()))
                    .text(result.incarnation())
                    .moment(result.at());
        }
    }

    private static List<EarlyResult> early(CompactReader in) {
        var early = new ArrayList<EarlyResult>();
        for (long left = in.unsigned(); left > 0; left--) {
            early.add(new EarlyResult(in.required(), RESULTS.constant(in.unsigned()), in.text(), in.moment()));
        }
        return early;
    }
}
