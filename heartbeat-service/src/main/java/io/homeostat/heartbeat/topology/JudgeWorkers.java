package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.policy.HeartbeatPolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.heartbeat.domain.Judging;
import io.homeostat.heartbeat.domain.Verdict;
import io.homeostat.heartbeat.domain.WorkerEvent;
import io.homeostat.heartbeat.domain.WorkerRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a worker's state, lets the rules decide, keeps the next state and writes what was decided. */
final class JudgeWorkers implements Processor<String, WorkerInput, String, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(JudgeWorkers.class);

    /** Bounds the work of a tick: 10 000 verdicts per second and task, twice what a silent fleet of a million needs. */
    static final int ENTRIES_PER_TICK = 5_000;

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int POSTPONED_MAX = 1_000;

    private final Stage stage;
    private final HeartbeatTopology.Parts parts;
    private final Set<String> postponed = new HashSet<>();
    private int partition;
    private PoliciesInForce policies;
    private Clocks clocks;
    private Workers workers;
    private Newcomers newcomers;
    private Departures departures;
    private Reindexing reindexing;
    private Hearing hearing;
    private Outbox outbox;
    private Announcer announcer;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    JudgeWorkers(Stage stage, HeartbeatTopology.Parts parts) {
        this.stage = stage;
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> task = context.getStateStore(HeartbeatTopology.TASK_STORE);
        KeyValueStore<Bytes, byte[]> due = context.getStateStore(HeartbeatTopology.DUE_STORE);
        partition = context.taskId().partition();
        policies = new PoliciesInForce(parts.policies(), parts.policies().store(context));
        clocks = new Clocks(task, policies.plane());
        workers = new Workers(
                context.getStateStore(HeartbeatTopology.WORKERS_STORE), new DueIndex(due, clocks), policies);
        newcomers = new Newcomers(task);
        departures = new Departures(task);
        reindexing = new Reindexing(task, workers);
        hearing = new Hearing(partition, task, clocks, policies, parts.blindness(), parts.monotonicMs());
        outbox = new Outbox(context, stage);
        announcer = new Announcer(outbox, task, parts.figures(), stage.service(), partition);
        reindexing.beginIfChanged(policies.fingerprint());
        parts.figures().tracked(partition, newcomers.tracked());
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> announcer.write(hearing.onWallClock()));
    }

    @Override
    public void process(Record<String, WorkerInput> record) {
        switch (record.value()) {
            case WorkerInput.OfWorker(var event, var raw) -> judge(event, raw);
            case WorkerInput.Tick(var origin) -> tick(origin);
            case WorkerInput.RoutedTick(var from, var origin) -> routedTick(from, origin);
            case WorkerInput.Departed _ -> departures.note(clocks.judgingMs(partition));
            case WorkerInput.Irrelevant _ -> {}
        }
    }

    @Override
    public void close() {
        if (hearing != null) {
            hearing.close();
            parts.figures().released(partition);
        }
    }

    private void judge(WorkerEvent event, byte @Nullable [] raw) {
        if (event instanceof WorkerEvent.Heard) {
            parts.figures().beat();
        }
        var known = workers.get(event.workerId());
        if (known == null) {
            meet(event, raw);
            return;
        }
        int stateVia = known.worker().ages().via();
        int via = event instanceof WorkerEvent.Heard ? event.origin().partition() : stateVia;
        long nowMs = clocks.judgingMsAt(stateVia, event.at());
        long eventMs = via == stateVia ? nowMs : clocks.judgingMsAt(via, event.at());
        var law = law(event, known);
        var verdict =
                WorkerRules.decide(known.worker(), event, new Judging(law.policy(), law.ref(), via, eventMs, nowMs));
        var next = verdict.next();
        if (next != null && !next.equals(known.worker())) {
            workers.save(known, next);
        }
        announcer.write(verdict.decisions(), event.origin().time());
    }

    /** A beat is judged by what it says of its worker, everything else by what is known of it. */
    private InForce<HeartbeatPolicy> law(WorkerEvent event, Tracked known) {
        return event instanceof WorkerEvent.Heard(var beat, var _)
                ? policies.of(beat.environment(), beat.service(), beat.workerType())
                : policies.of(known.worker().identity());
    }

    /** Somebody who is not known yet: taken in, unless a limit of the plane is reached. */
    private void meet(WorkerEvent event, byte @Nullable [] raw) {
        var identity = WorkerRules.newcomer(event);
        if (identity == null) {
            return;
        }
        var refusal = newcomers.refuse(clocks.time(partition).observedMs(), policies.plane());
        if (refusal != null) {
            parts.figures().refusedNewcomer();
            outbox.deadLetter(event.origin(), null, event.workerId(), raw, refusal);
            return;
        }
        int via = event instanceof WorkerEvent.Heard ? event.origin().partition() : partition;
        long nowMs = clocks.judgingMsAt(via, event.at());
        var law = policies.of(identity);
        var verdict = WorkerRules.decide(null, event, new Judging(law.policy(), law.ref(), via, nowMs, nowMs));
        var next = verdict.next();
        if (next != null) {
            workers.save(null, next);
            newcomers.admitted();
            parts.figures().tracked(partition, newcomers.tracked());
        }
        announcer.write(verdict.decisions(), event.origin().time());
    }

    private void tick(Origin tick) {
        if (policies.refresh()) {
            reindexing.beginIfChanged(policies.fingerprint());
        }
        announcer.refused(policies.takeRefusals());
        var before = clocks.time(partition);
        long beforeOffset = clocks.tickOffset(partition);
        var advance = clocks.tick(partition, tick, policies.plane(), policies.amnestyMs());
        announcer.write(hearing.onTick(tick, before, beforeOffset, advance));
        reindexing.step();
        serve(partition, tick);
        if (departures.matterAt(clocks.judgingMs(partition), policies.memoryMs())) {
            announcer.tickOnwards(tick.time());
        }
        newcomers.save();
    }

    private void routedTick(int from, Origin tick) {
        if (from != partition && clocks.knows(from)) { // its own ticks come by its own partition alone
            clocks.tick(from, tick, policies.plane(), policies.amnestyMs());
            serve(from, tick);
        }
    }

    private void serve(int via, Origin tick) {
        for (var entry : workers.due(via, clocks.judgingMs(via), ENTRIES_PER_TICK)) {
            serve(entry, tick);
        }
    }

    private void serve(DueIndex.Entry entry, Origin tick) {
        Tracked known;
        Verdict verdict;
        try {
            known = workers.get(entry.workerId());
            if (known == null || !known.standsAt(entry)) {
                workers.drop(entry);
                return;
            }
            verdict = look(known, tick);
        } catch (IllegalStateException | ArithmeticException | IndexOutOfBoundsException e) {
            postpone(entry, e);
            return;
        }
        parts.figures().dueServed();
        settle(known, verdict);
        announcer.write(verdict.decisions(), tick.time());
    }

    private Verdict look(Tracked known, Origin tick) {
        int via = known.worker().ages().via();
        var law = policies.of(known.worker().identity());
        long nowMs = clocks.judgingMs(via);
        return WorkerRules.decide(
                known.worker(),
                new WorkerEvent.Due(known.worker().workerId(), tick),
                new Judging(law.policy(), law.ref(), via, nowMs, nowMs));
    }

    /** A judgement that fails is a bug of ours; it must neither vanish nor hold up the others. */
    private void postpone(DueIndex.Entry entry, RuntimeException cause) {
        workers.keep(entry);
        parts.figures().postponed();
        if (postponed.size() < POSTPONED_MAX && postponed.add(entry.workerId())) {
            LOG.error("the judgement of {} failed and is tried again at every tick", entry.workerId(), cause);
        }
    }

    private void settle(Tracked known, Verdict verdict) {
        var next = verdict.next();
        if (next == null) {
            workers.forget(known);
            newcomers.forgotten();
            parts.figures().tracked(partition, newcomers.tracked());
        } else {
            workers.saveServed(known, next);
        }
    }
}
