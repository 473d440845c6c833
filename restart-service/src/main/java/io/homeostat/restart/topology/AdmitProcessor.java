package io.homeostat.restart.topology;

import io.homeostat.common.streams.DueIndex;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.TableRefusals;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Now;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stage of admission: hears what is told and what operators want, and serves what is due at ticks. */
final class AdmitProcessor implements Processor<String, Object, String, Object> {

    /** Bounds the work of one tick: what is left over is served at the next one, oldest first. */
    static final int DUE_PER_TICK = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdmitProcessor.class);
    private static final long RETRY_MS = 10_000;

    private final Stage stage;
    private final PlaneView.Tables tables;
    private final RestartMeters meters;
    private final LongSupplier monotonicMs;
    private TaskId task;
    private Pace pace;
    private AdmissionStores stores;
    private PlaneClock clock;
    private PlaneView plane;
    private Admission admission;
    private OperatorDesk operators;
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
        task = context.taskId();
        pace = meters.catchingUp().begin(task);
        var outbox = new Outbox(context, stage);
        stores = new AdmissionStores(context, meters);
        clock = new PlaneClock(single);
        plane = new PlaneView(tables, context);
        var writer = new DecisionWriter(outbox, single, meters, stage.service());
        var holds = new HoldStore(context.getStateStore(RestartTopology.HELD), meters);
        admission = new Admission(stores, holds, plane, writer);
        operators = new OperatorDesk(context, admission, stores, holds, plane, writer);
        refusals = new TableRefusals(outbox, tables.all());
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((AdmissionEvent) record.value()) {
            case AdmissionEvent.Ticked _ -> tick(record.timestamp());
            case AdmissionEvent.GroupSeen(var group, var blind) ->
                clock.seen(group, blind, record.timestamp(), plane.plane());
            case AdmissionEvent.Told(AdmissionInput.Willed willed) -> operators.told(willed, now(record));
            case AdmissionEvent.Told(var input) -> admission.told(input, now(record));
        }
    }

    @Override
    public void close() {
        meters.catchingUp().left(task);
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
        operators.tick(now);
        if (pace.tick(appendMs, monotonicMs.getAsLong())) {
            stores.due().due(now.observedMs(), DUE_PER_TICK).forEach(due -> serve(due, now));
        }
    }

    /** A decision that fails is a bug of ours; it must neither vanish nor hold up those behind it. */
    private void serve(DueIndex.Due due, Now now) {
        try {
            if (due.name().startsWith(AdmissionStores.BREAKER)) {
                admission.breakerDue(due.name().substring(AdmissionStores.BREAKER.length()), now);
            } else if (stores.lineage(due.name()) instanceof Lineage.Open open && open.dueMs() <= now.observedMs()) {
                admission.due(open, now);
            } else {
                stores.due().remove(due); // left behind when the look at it was put off
            }
        } catch (IllegalStateException | ArithmeticException | IndexOutOfBoundsException e) {
            LOG.error("the decision about {} failed and is tried again", due.name(), e);
            stores.due().move(due, new DueIndex.Due(now.observedMs() + RETRY_MS, due.originMs(), due.name()));
        }
    }
}
