package io.homeostat.rollback.control.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.StageClock;
import io.homeostat.rollback.control.domain.CommandAnswers;
import io.homeostat.rollback.control.domain.Now;
import io.homeostat.rollback.control.domain.PolicyInput;
import io.homeostat.rollback.control.domain.PolicyRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The only writer of {@code policies} after provisioning: finds the state, asks the rules, writes, keeps. */
final class PolicyProcessor implements Processor<String, Object, String, Object> {

    private final Stage stage;
    private Outbox outbox;
    private PolicyStores stores;
    private DecisionWriter writer;
    private StageClock clock;
    private CommandMemory memory;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    PolicyProcessor(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> task = context.getStateStore(PoliciesTopology.TASK);
        outbox = new Outbox(context, stage);
        stores = new PolicyStores(context);
        writer = new DecisionWriter(outbox, new AuditWriter(outbox, task, stage.service() + '/' + stage.name()));
        clock = new StageClock(task);
        memory = new CommandMemory(context.getStateStore(PoliciesTopology.ANSWERED));
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((PolicyEvent) record.value()) {
            case PolicyEvent.Ticked() -> tick(record.timestamp());
            case PolicyEvent.About(var key, var input) -> decide(key, input, now(record));
            case PolicyEvent.Commanded(var command) -> commanded(command, now(record));
            case PolicyEvent.Refused refused -> refuse(refused, now(record));
            case PolicyEvent.Foreign(var origin, var key, var value) -> foreign(origin, key, value);
        }
    }

    private Now now(Record<String, Object> record) {
        return now(clock.at(record.timestamp(), stores.policies().plane().policy()));
    }

    private static Now now(StageClock.Now read) {
        return new Now(read.observedMs(), read.instant());
    }

    private void tick(long appendMs) {
        var now = now(clock.tick(appendMs, stores.policies().plane().policy()));
        stores.expired(now.observedMs()).forEach(key -> decide(key, new PolicyInput.Tick(), now));
    }

    private void refuse(PolicyEvent.Refused refused, Now now) {
        var key = refused.key();
        var raw = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        outbox.deadLetter(refused.origin(), raw, key, refused.value(), refused.error());
        var about = refused.about();
        if (about != null) {
            decide(about.key(), about.input(), now);
        }
    }

    private void foreign(Origin origin, @Nullable String key, byte @Nullable [] value) {
        if (value != null) {
            var raw = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            outbox.deadLetter(origin, raw, key, value, "field 'key': is no key of a policy");
        }
    }

    private void commanded(ForwardedCommand forwarded, Now now) {
        switch (forwarded) {
            case ForwardedCommand.Unreadable _ -> {} // the stage of the switch answers those
            case ForwardedCommand.Read(var origin, var asked) -> {
                var command = SwitchCommands.command(asked, origin);
                long before = memory.arrived(asked.commandId());
                var id = asked.waitingId();
                if (before > 0) {
                    writer.write(List.of(CommandAnswers.repeated(command, before)), now.at());
                } else if (id == null) {
                    writer.write(List.of(CommandAnswers.withoutId(command)), now.at());
                } else {
                    var input = asked.type() == OperatorCommand.Type.APPROVE
                            ? new PolicyInput.Approve(command, id)
                            : new PolicyInput.Reject(command, id);
                    decide(command.subject(), input, now);
                }
            }
        }
    }

    private void decide(String key, PolicyInput input, Now now) {
        var before = stores.book(key);
        var step = PolicyRules.decide(before, stores.policies(), input, now, stores.waiting());
        writer.write(step.decisions(), now.at());
        stores.keep(before, step);
    }
}
