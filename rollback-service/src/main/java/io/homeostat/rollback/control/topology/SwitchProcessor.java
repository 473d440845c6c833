package io.homeostat.rollback.control.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.PoliciesInForce;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.StageClock;
import io.homeostat.common.streams.TableRefusals;
import io.homeostat.rollback.control.domain.Now;
import io.homeostat.rollback.control.domain.SwitchAdoption;
import io.homeostat.rollback.control.domain.SwitchInput;
import io.homeostat.rollback.control.domain.SwitchRules;
import io.homeostat.rollback.control.domain.SwitchState;
import io.homeostat.rollback.control.domain.SwitchStep;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The only writer of {@code kill-switch} and {@code flags}: finds the state, asks the rules, writes, keeps. */
final class SwitchProcessor implements Processor<String, Object, String, Object> {

    private final Stage stage;
    private final SwitchTables tables;
    private SwitchStores stores;
    private DecisionWriter writer;
    private StageClock clock;
    private PoliciesInForce policies;
    private KeyValueStore<String, byte[]> view;
    private SwitchCommands commands;
    private FlagKeeper flags;
    private TableRefusals refusals;
    private long viewSeen = -1;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    SwitchProcessor(Stage stage, SwitchTables tables) {
        this.stage = stage;
        this.tables = tables;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> task = context.getStateStore(SwitchTopology.TASK);
        var outbox = new Outbox(context, stage);
        stores = new SwitchStores(context);
        writer = new DecisionWriter(outbox, new AuditWriter(outbox, task, stage.service() + '/' + stage.name()));
        clock = new StageClock(task);
        policies = new PoliciesInForce(tables.policies(), context);
        view = tables.killSwitch().store(context);
        flags = new FlagKeeper(stores, writer, tables.flags().store(context));
        commands = new SwitchCommands(this::decide, stores, writer, flags, context);
        refusals = new TableRefusals(outbox, tables.all());
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((SwitchEvent) record.value()) {
            case SwitchEvent.Ticked() -> tick(record.timestamp());
            case SwitchEvent.Signalled(var signal) -> {
                var now = look(clock.at(record.timestamp(), inForce().plane().policy()));
                decide(signal.scope(), input(signal), now);
            }
            case SwitchEvent.Commanded(var command) ->
                commands.answer(
                        command,
                        look(clock.at(record.timestamp(), inForce().plane().policy())));
        }
    }

    private void tick(long appendMs) {
        policies.tick();
        var now = look(clock.tick(appendMs, inForce().plane().policy()));
        refusals.drain(now.at());
        flags.apply(inForce().flags(), now);
        stores.waiting().forEach(scope -> decide(scope, new SwitchInput.Tick(), now));
    }

    /** Readers obey the view: before anything is decided, it is looked whether it knows more than own state does. */
    private Now look(StageClock.Now read) {
        var now = new Now(read.observedMs(), read.instant());
        long changes = tables.killSwitch().changes();
        if (changes != viewSeen) {
            viewSeen = changes;
            var found = new ArrayList<KillSwitch>();
            try (var all = view.all()) {
                all.forEachRemaining(entry -> {
                    if (KillSwitch.parse(entry.key, entry.value) instanceof Parsed.Valid<KillSwitch>(var record)) {
                        found.add(record);
                    }
                });
            }
            for (var record : found) {
                var own = stores.state(record.scope());
                settle(own, SwitchAdoption.adopt(own, record, SwitchTerms.of(inForce(), record.scope()), now), now);
            }
        }
        return now;
    }

    private void decide(String scope, SwitchInput input, Now now) {
        var before = stores.state(scope);
        settle(before, SwitchRules.decide(before, input, SwitchTerms.of(inForce(), scope), now), now);
    }

    private void settle(SwitchState before, SwitchStep step, Now now) {
        writer.write(step.decisions(), now.at());
        stores.keep(before, step.state());
    }

    private Policies inForce() {
        return policies.policies();
    }

    private static SwitchInput input(SwitchSignal signal) {
        var evidence = signal.evidence();
        return switch (signal.kind()) {
            case ESCALATION ->
                new SwitchInput.Escalated(
                        signal.promotionId(),
                        signal.reason(),
                        signal.actor(),
                        signal.causeId(),
                        signal.incidentId(),
                        evidence == null ? Map.of() : evidence);
            case PERSISTENCE -> new SwitchInput.Persisted(signal.causeId());
        };
    }
}
