package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.autofix.domain.AdmissionRules;
import io.homeostat.autofix.domain.Approvals;
import io.homeostat.autofix.domain.Decision.Reply;
import io.homeostat.autofix.domain.Now;
import io.homeostat.autofix.domain.Pattern;
import io.homeostat.autofix.domain.Remedy;
import io.homeostat.autofix.domain.Situation;
import io.homeostat.autofix.domain.Terms;
import io.homeostat.autofix.domain.Verdict;
import io.homeostat.common.policy.FixSpec;
import io.homeostat.common.streams.DueIndex;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.TableRefusals;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The adapter around the rules of admission: finds the remedy, asks, writes, keeps; and serves what is due at ticks. */
final class AdmitProcessor implements Processor<String, Object, String, Object> {

    /** Bounds the work of one tick: what is left over is served at the next one, oldest first. */
    static final int DUE_PER_TICK = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdmitProcessor.class);
    private static final long RETRY_MS = 10_000;

    private final Stage stage;
    private final PlaneView.Tables tables;
    private final AutofixMeters meters;
    private final LongSupplier monotonicMs;
    private TaskId task;
    private Pace pace;
    private AdmissionStores stores;
    private Surroundings surroundings;
    private PlaneView plane;
    private DecisionWriter writer;
    private TableRefusals refusals;
    private Votes votes;

    /** Asks the rules about one remedy. */
    private interface Question {
        Verdict ask(Situation situation, Terms terms);
    }

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    AdmitProcessor(Stage stage, PlaneView.Tables tables, AutofixMeters meters, LongSupplier monotonicMs) {
        this.stage = stage;
        this.tables = tables;
        this.meters = meters;
        this.monotonicMs = monotonicMs;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> single = context.getStateStore(AutofixTopology.PLANE_STATE);
        task = context.taskId();
        pace = meters.catchingUp().begin(task);
        var outbox = new Outbox(context, stage);
        stores = new AdmissionStores(context, meters);
        surroundings = new Surroundings(single, context.getStateStore(AutofixTopology.HOLD_STORE));
        plane = new PlaneView(tables, context, surroundings);
        writer = new DecisionWriter(outbox, single, meters, stage.service());
        refusals = new TableRefusals(outbox, tables.all());
        votes = new Votes(single);
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((AdmissionEvent) record.value()) {
            case AdmissionEvent.Ticked(int partition) -> {
                surroundings.heard(partition, record.timestamp());
                if (partition == 0) {
                    tick(record.timestamp());
                }
            }
            case AdmissionEvent.GroupSeen(var group, var state) ->
                surroundings.seen(group, state, record.timestamp(), plane.plane());
            case AdmissionEvent.HoldSeen(var scope, var hold) -> surroundings.seen(scope, hold);
            case AdmissionEvent.Told(var input) -> told(input, now(record));
            case AdmissionEvent.PassedOver _ -> {}
        }
    }

    @Override
    public void close() {
        meters.catchingUp().left(task);
        meters.left();
    }

    /** A picture out of a backlog is an old one: whoever acts on it waits, as if the plane were blind. */
    private Now now(Record<String, Object> record) {
        var now = surroundings.at(record.timestamp(), plane.plane());
        return pace.isLive() ? now : now.blinded();
    }

    private void tick(long appendMs) {
        plane.tick();
        var now = surroundings.tick(appendMs, plane.plane());
        refusals.drain(now.at());
        if (pace.tick(appendMs, monotonicMs.getAsLong())) {
            stores.due().due(now.observedMs(), DUE_PER_TICK).forEach(due -> serve(due, now));
        }
    }

    /** A decision that fails is a bug of ours; it must neither vanish nor hold up those behind it. */
    private void serve(DueIndex.Due due, Now now) {
        try {
            var remedy = stores.remedy(due.name());
            if (remedy != null && remedy.dueMs() <= now.observedMs()) {
                settle(remedy, (situation, terms) -> AdmissionRules.due(situation, terms, now), now);
            } else {
                stores.due().remove(due); // left behind when the look at it was put off
            }
        } catch (IllegalStateException | ArithmeticException | IndexOutOfBoundsException e) {
            LOG.error("the decision about {} failed and is tried again", due.name(), e);
            stores.due().move(due, new DueIndex.Due(now.observedMs() + RETRY_MS, due.originMs(), due.name()));
        }
    }

    private void told(AdmissionInput input, Now now) {
        switch (input) {
            case AdmissionInput.Recurring(var pattern) -> recurring(pattern, now);
            case AdmissionInput.Forgotten(var patternId) -> forgotten(patternId, now);
            case AdmissionInput.Answered answer ->
                settle(
                        stores.referred(answer.commandId()),
                        (situation, terms) -> AdmissionRules.answered(situation, answer, terms, now),
                        now);
            case AdmissionInput.Voted vote -> voted(vote, now);
            case AdmissionInput.Restarted ended ->
                stores.engaging(ended.workerId())
                        .forEach(remedy -> settle(
                                remedy,
                                (situation, terms) -> AdmissionRules.restarted(situation, ended, terms, now),
                                now));
            case AdmissionInput.Failed failed -> failed(failed, now);
        }
    }

    /** Every target that the pattern names now, and those that it named before. */
    private void recurring(Pattern pattern, Now now) {
        var targets = plane.targets(pattern);
        var remedies = new TreeMap<String, Remedy>();
        stores.remediesOf(pattern.patternId()).forEach(known -> remedies.put(known.target(), known));
        if (pattern.active()) {
            targets.keySet().forEach(target -> remedies.computeIfAbsent(target, t -> Remedy.unknown(pattern, t)));
        }
        remedies.forEach((target, remedy) -> {
            var workers = targets.get(target);
            settle(
                    remedy,
                    workers == null ? remedy.workers() : workers,
                    (situation, terms) -> AdmissionRules.recurring(situation, pattern, workers, terms, now),
                    now);
        });
    }

    /** What was planned is not done any more. Cooldown and episode stay known: ids must not start again. */
    private void forgotten(String patternId, Now now) {
        for (var remedy : stores.remediesOf(patternId)) {
            var ended = remedy.pattern().ended();
            settle(remedy, (situation, terms) -> AdmissionRules.recurring(situation, ended, null, terms, now), now);
        }
    }

    private void voted(AdmissionInput.Voted vote, Now now) {
        int repeats = votes.remember(vote.commandId());
        var waiting = vote.waitingId() == null ? null : stores.referred(vote.waitingId());
        if (repeats > 0) {
            writer.write(Approvals.refusal(vote, Reply.REPEATED, repeats, plane.policy()), now.at());
        } else if (waiting == null) {
            writer.write(Approvals.refusal(vote, Reply.NOT_WAITING, 0, plane.policy()), now.at());
        } else {
            settle(waiting, (situation, terms) -> AdmissionRules.voted(situation, vote, terms, now), now);
        }
    }

    /** The fixes that the worker is part of, and the one of the component that it shares with others. */
    private void failed(AdmissionInput.Failed failed, Now now) {
        var own = stores.engaging(failed.workerId());
        var shared = stores.holding(plane.target(failed.workerId(), failed.workerType()));
        Question question = (situation, terms) -> AdmissionRules.failed(situation, failed, terms, now);
        own.forEach(remedy -> settle(remedy, question, now));
        if (shared != null && own.stream().noneMatch(remedy -> remedy.key().equals(shared.key()))) {
            settle(shared, question, now);
        }
    }

    private void settle(@Nullable Remedy remedy, Question question, Now now) {
        if (remedy != null) {
            settle(remedy, remedy.workers(), question, now);
        }
    }

    private void settle(Remedy remedy, List<String> workers, Question question, Now now) {
        var terms = plane.terms(remedy, workers, now.at());
        var fixes = terms.registry().matching(remedy.pattern().classification()).stream()
                .map(FixSpec::name)
                .toList();
        var before = stores.situation(remedy, remedy.pattern(), fixes);
        var verdict = question.ask(before, terms);
        // Written before kept: should one of the two fail, the decision is made again, with the same ids.
        verdict.decisions().forEach(decision -> writer.write(decision, now.at()));
        stores.keep(before, verdict.situation());
    }
}
