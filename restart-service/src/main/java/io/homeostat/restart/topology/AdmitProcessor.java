package io.homeostat.restart.topology;

import io.homeostat.common.streams.DueIndex;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.TableRefusals;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.AdmissionRules;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Now;
import io.homeostat.restart.domain.Situation;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Terms;
import io.homeostat.restart.domain.Verdict;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The adapter around the rules of admission: finds the lineage, asks, keeps, writes; and serves what is due at ticks. */
final class AdmitProcessor implements Processor<String, Object, String, Object> {

    /** Bounds the work of one tick: what is left over is served at the next one, oldest first. */
    static final int DUE_PER_TICK = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdmitProcessor.class);
    private static final long RETRY_MS = 10_000;

    private final Stage stage;
    private final PlaneView.Tables tables;
    private final RestartMeters meters;
    private final LongSupplier monotonicMs;
    private final Pace pace = new Pace();
    private AdmissionStores stores;
    private PlaneClock clock;
    private PlaneView plane;
    private DecisionWriter writer;
    private TableRefusals refusals;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    AdmitProcessor(Stage stage, PlaneView.Tables tables, RestartMeters meters, LongSupplier monotonicMs) {
        this.stage = stage;
        this.tables = tables;
        this.meters = meters;
        this.monotonicMs = monotonicMs;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> single = context.getStateStore(RestartTopology.PLANE_STATE);
        var outbox = new Outbox(context, stage);
        stores = new AdmissionStores(context, meters);
        clock = new PlaneClock(single);
        plane = new PlaneView(tables, context);
        writer = new DecisionWriter(outbox, single, meters, stage.service());
        refusals = new TableRefusals(outbox, tables.all());
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((AdmissionEvent) record.value()) {
            case AdmissionEvent.Ticked _ -> tick(record.timestamp());
            case AdmissionEvent.GroupSeen(var group, var blind) -> clock.seen(group, blind, now(record));
            case AdmissionEvent.Told(var input) -> told(input, now(record));
        }
    }

    @Override
    public void close() {
        meters.left();
    }

    /** A picture out of a backlog is an old one: whoever acts on it waits, as if the plane were blind. */
    private Now now(Record<String, Object> record) {
        var now = clock.at(record.timestamp(), plane.plane());
        return pace.isLive() ? now : now.blinded();
    }

    private void tick(long appendMs) {
        plane.tick();
        clock.tick(appendMs, plane.plane());
        var now = clock.at(appendMs, plane.plane());
        refusals.drain(now.at());
        if (pace.tick(appendMs, monotonicMs.getAsLong())) {
            stores.due().due(now.observedMs(), DUE_PER_TICK).forEach(due -> serve(due, now));
        }
    }

    /** A decision that fails is a bug of ours; it must neither vanish nor hold up those behind it. */
    private void serve(DueIndex.Due due, Now now) {
        try {
            if (due.name().startsWith(AdmissionStores.BREAKER)) {
                breakerDue(due.name().substring(AdmissionStores.BREAKER.length()), now);
            } else if (stores.lineage(due.name()) instanceof Lineage.Open open && open.dueMs() <= now.observedMs()) {
                var subject = open.repair().subject();
                var situation = situation(open, subject);
                settle(situation, AdmissionRules.due(situation, terms(subject), now), subject, now);
            } else {
                stores.due().remove(due); // left behind when the look at it was put off
            }
        } catch (IllegalStateException | ArithmeticException | IndexOutOfBoundsException e) {
            LOG.error("the decision about {} failed and is tried again", due.name(), e);
            stores.due().move(due, new DueIndex.Due(now.observedMs() + RETRY_MS, due.originMs(), due.name()));
        }
    }

    private void breakerDue(String workerType, Now now) {
        // Only the type counts: nothing is decided about any worker.
        var nobody = new Subject("-", workerType, "", "", "", null, null, null);
        var idle = new Lineage.Idle(AdmissionStores.BREAKER + workerType, Lineage.Count.NONE, null);
        var situation = situation(idle, nobody);
        settle(situation, AdmissionRules.breakerDue(situation, terms(nobody), now), nobody, now);
    }

    private void told(AdmissionInput input, Now now) {
        switch (input) {
            case AdmissionInput.Down down -> wanted(down, down.subject(), now);
            case AdmissionInput.Requested asked -> {
                var subject = plane.described(asked.subject());
                wanted(
                        new AdmissionInput.Requested(subject, asked.request(), asked.causeId(), asked.incidentId()),
                        subject,
                        now);
            }
            case AdmissionInput.Up _, AdmissionInput.Gone _ -> {
                var open = stores.ledger(input.workerId()).openLineage();
                if (open != null) {
                    decide(stores.lineage(open), input, now);
                }
            }
            case AdmissionInput.Fenced fenced -> fenced(fenced, now);
            case AdmissionInput.Answered answered -> {
                var lineage = stores.lineageOf(answered.commandId());
                if (lineage != null) {
                    decide(stores.lineage(lineage), input, now);
                }
            }
        }
    }

    private void wanted(AdmissionInput input, Subject subject, Now now) {
        var lineage = Lineages.of(stores, subject, terms(subject), now);
        var about = lineage instanceof Lineage.Open open ? open.repair().subject() : subject;
        var situation = situation(lineage, about);
        settle(situation, AdmissionRules.decide(situation, input, terms(about), now), about, now);
    }

    private void decide(Lineage lineage, AdmissionInput input, Now now) {
        if (lineage instanceof Lineage.Open open
                && open.repair().subject().workerId().equals(input.workerId())) {
            var subject = open.repair().subject();
            var situation = situation(lineage, subject);
            settle(situation, AdmissionRules.decide(situation, input, terms(subject), now), subject, now);
        }
    }

    /** What the worker's open restart does not end gets a restart of its own that only terminates. */
    private void fenced(AdmissionInput.Fenced fenced, Now now) {
        var open = stores.ledger(fenced.workerId()).openLineage();
        if (open == null) {
            fence(fenced, now);
        } else {
            decide(stores.lineage(open), fenced, now);
        }
    }

    private void fence(AdmissionInput.Fenced fenced, Now now) {
        var lineage = stores.lineage(AdmissionRules.fence(fenced.workerId(), fenced.incarnation()));
        var situation = situation(lineage, fenced.subject());
        var verdict = AdmissionRules.decide(situation, fenced, terms(fenced.subject()), now);
        settle(situation, verdict, fenced.subject(), now);
    }

    private void settle(Situation before, Verdict verdict, Subject subject, Now now) {
        // Written before kept: should one of the two fail, the decision is made again, with the same ids.
        verdict.decisions().forEach(decision -> writer.write(decision, now.at()));
        stores.keep(before, verdict.situation(), subject.workerId());
        verdict.beating().forEach(fenced -> fence(fenced, now));
    }

    private Situation situation(Lineage lineage, Subject subject) {
        return stores.situation(lineage, subject.workerId(), subject.workerType());
    }

    private Terms terms(Subject subject) {
        return plane.terms(subject);
    }
}
