package io.homeostat.rollback.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Promotion;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.StageClock;
import io.homeostat.common.streams.TableRefusals;
import io.homeostat.rollback.domain.Input;
import io.homeostat.rollback.domain.Ledger;
import io.homeostat.rollback.domain.Now;
import io.homeostat.rollback.domain.RollbackRules;
import io.homeostat.rollback.domain.Terms;
import io.homeostat.rollback.domain.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The adapter around the rules of promotions: finds the service, asks, writes, keeps; and serves what is due at ticks. */
final class JudgeProcessor implements Processor<String, Object, String, Object> {

    /** Bounds the work of one tick: what is left over is served at the next one, oldest first. */
    static final int DUE_PER_TICK = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(JudgeProcessor.class);
    private static final long RETRY_MS = 10_000;

    private final Stage stage;
    private final PlaneView.Tables tables;
    private final VerdictMeters meters;
    private final LongSupplier monotonicMs;
    private Pace pace;
    private final Agenda agenda = new Agenda();
    private final Set<String> open = new HashSet<>();

    private final SettledRates rates = new SettledRates();

    private KeyValueStore<String, byte[]> services;
    private HoldsInForce holds;
    private StageClock clock;
    private PlaneView plane;
    private DecisionWriter writer;
    private TableRefusals refusals;
    private TaskId task;
    private long liveSinceMs = Long.MAX_VALUE;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    JudgeProcessor(Stage stage, PlaneView.Tables tables, VerdictMeters meters, LongSupplier monotonicMs) {
        this.stage = stage;
        this.tables = tables;
        this.meters = meters;
        this.monotonicMs = monotonicMs;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> single = context.getStateStore(VerdictTopology.TASK);
        var outbox = new Outbox(context, stage);
        task = context.taskId();
        pace = meters.catchingUp().begin(task);
        services = context.getStateStore(VerdictTopology.SERVICES);
        holds = new HoldsInForce(context.getStateStore(VerdictTopology.HELD));
        clock = new StageClock(single);
        plane = new PlaneView(tables, holds, context);
        var chain = new AuditWriter(outbox, single, stage.service() + "/" + stage.name() + "-" + task.partition());
        writer = new DecisionWriter(outbox, chain, meters);
        refusals = new TableRefusals(outbox, tables.reported());
        restore();
    }

    @Override
    public void process(Record<String, Object> record) {
        var now = now(record.timestamp());
        var service = record.key();
        switch ((PromotionInput) record.value()) {
            case PromotionInput.Passed _ -> {}
            case PromotionInput.Ticked _ -> tick(record.timestamp());
            case PromotionInput.Held(var scope, var hold) -> holds.keep(scope, hold);
            case PromotionInput.Promoted(var promotion, var origin) -> promoted(promotion, origin, now);
            case PromotionInput.Checked(var check, var origin) ->
                decide(service, new Input.Checked(check, origin.coordinates(), origin.time()), now);
            case PromotionInput.Rated rated -> rated(service, rated, record.timestamp());
            case PromotionInput.Answered(var result, var origin) ->
                decide(service, new Input.Answered(result, origin.coordinates()), now);
            case PromotionInput.Commanded(var command, var origin) ->
                decide(service, new Input.Commanded(command, origin.coordinates()), now);
        }
    }

    @Override
    public void close() {
        meters.catchingUp().left(task);
        meters.open(task.partition(), 0);
    }

    private void tick(long appendMs) {
        if (plane.tick()) {
            agenda.allDue();
        }
        clock.tick(appendMs, plane.plane());
        boolean wasLive = pace.isLive();
        boolean live = pace.tick(appendMs, monotonicMs.getAsLong());
        if (live && !wasLive) {
            liveSinceMs = clock.at(appendMs, plane.plane()).observedMs();
        }
        var now = now(appendMs);
        refusals.drain(now.at());
        rates.services().forEach(service -> measure(service, now));
        if (live) {
            agenda.due(now.observedMs(), DUE_PER_TICK).forEach(service -> serve(service, now));
        }
    }

    private Now now(long appendMs) {
        var at = clock.at(appendMs, plane.plane());
        return new Now(at.observedMs(), at.instant(), pace.isLive(), liveSinceMs);
    }

    /** A decision that fails is a bug of ours; it must neither vanish nor hold up those behind it. */
    private void serve(String service, Now now) {
        try {
            decide(service, new Input.Ticked(), now);
        } catch (IllegalStateException | ArithmeticException | IndexOutOfBoundsException | NullPointerException e) {
            LOG.error("the decision about {} failed and is tried again", service, e);
            agenda.put(service, now.observedMs() + RETRY_MS);
        }
    }

    private void promoted(Promotion promotion, Origin origin, Now now) {
        var service = promotion.service();
        var coordinates = origin.coordinates();
        if (promotion.status() == Promotion.Status.CANCELLED) {
            decide(service, new Input.Promoted(promotion, null, List.of(), coordinates, origin.time()), now);
            return;
        }
        var problems = plane.problems(promotion);
        decide(service, new Input.Succeeded(promotion, problems, coordinates), now);
        var own = promotion.policy();
        var overrides = own == null || !problems.isEmpty() ? null : Json.text(own);
        var terms = plane.terms(promotion, overrides, now.at());
        apply(service, new Input.Promoted(promotion, overrides, problems, coordinates, origin.time()), terms, now);
    }

    private void rated(String service, PromotionInput.Rated rated, long appendMs) {
        if (agenda.has(service)) {
            rates.add(service, rated, appendMs);
        }
    }

    /** Counts the rates that are settled by now: a tick old. */
    private void measure(String service, Now now) {
        long untilMs = now.at().toEpochMilli() - plane.plane().tickMs();
        for (var rated = rates.next(service, untilMs); rated != null; rated = rates.next(service, untilMs)) {
            var input = new Input.Rated(
                    rated.rate(),
                    rated.origin().coordinates(),
                    clock.observedAt(rated.origin().time().toEpochMilli(), plane.plane()));
            apply(service, input, plane.terms(service, trial(ledger(service)), now.at()), now);
        }
    }

    private void decide(String service, Input input, Now now) {
        measure(service, now);
        apply(service, input, plane.terms(service, trial(ledger(service)), now.at()), now);
    }

    private void apply(String service, Input input, Terms terms, Now now) {
        var before = ledger(service);
        var outcome = RollbackRules.decide(before, input, terms, now);
        // Written before kept: should one of the two fail, the decision is made again, with the same ids.
        outcome.decisions().forEach(decision -> writer.write(decision, now.at()));
        var after = outcome.ledger();
        if (!after.equals(before)) {
            services.put(service, after.equals(Ledger.EMPTY) ? null : Json.bytes(after));
        }
        var policy = plane.terms(service, trial(after), now.at()).policy();
        agenda.put(service, after.dueMs(policy, now.observedMs()));
        count(service, after);
    }

    private void count(String service, Ledger ledger) {
        boolean isOpen = ledger.session() != null && ledger.session().isOpen();
        if (isOpen ? open.add(service) : open.remove(service)) {
            meters.open(task.partition(), open.size());
        }
    }

    private Ledger ledger(String service) {
        var bytes = services.get(service);
        return bytes == null ? Ledger.EMPTY : Json.readState(bytes, Ledger.class);
    }

    private static @Nullable Trial trial(Ledger ledger) {
        return ledger.session() == null ? null : ledger.session().trial();
    }

    /** Whatever waits is looked at as soon as the log is live. */
    private void restore() {
        try (var all = services.all()) {
            all.forEachRemaining(entry -> {
                var ledger = Json.readState(entry.value, Ledger.class);
                agenda.put(entry.key, 0);
                count(entry.key, ledger);
            });
        }
        meters.open(task.partition(), open.size());
    }
}
