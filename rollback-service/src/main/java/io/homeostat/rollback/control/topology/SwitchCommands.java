package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.policy.DidYouMean;
import io.homeostat.rollback.control.domain.Command;
import io.homeostat.rollback.control.domain.CommandAnswers;
import io.homeostat.rollback.control.domain.Now;
import io.homeostat.rollback.control.domain.SwitchInput;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Answers every command once: what it is decides who does. */
final class SwitchCommands {

    /** Decides about the switch of a scope. */
    @FunctionalInterface
    interface Switch {
        void decide(String scope, SwitchInput input, Now now);
    }

    /** Scopes that operators can switch beside {@link KillSwitch#GLOBAL}; escalations are not counted out. */
    static final int SCOPES_MAX = 1_000;

    private final Switch kill;
    private final SwitchStores stores;
    private final DecisionWriter writer;
    private final FlagKeeper flags;
    private final CommandMemory memory;

    SwitchCommands(
            Switch kill, SwitchStores stores, DecisionWriter writer, FlagKeeper flags, ProcessorContext<?, ?> context) {
        this.kill = kill;
        this.stores = stores;
        this.writer = writer;
        this.flags = flags;
        this.memory = new CommandMemory(context.getStateStore(SwitchTopology.ANSWERED));
    }

    void answer(ForwardedCommand forwarded, Now now) {
        switch (forwarded) {
            case ForwardedCommand.Unreadable bad ->
                writer.write(
                        List.of(CommandAnswers.unreadable(
                                bad.commandId(),
                                bad.type(),
                                bad.subject(),
                                bad.actor(),
                                bad.origin(),
                                Evidence.of("field", bad.field())
                                        .and("value", bad.found())
                                        .and("reason", bad.reason()))),
                        now.at());
            case ForwardedCommand.Read(var origin, var asked) -> {
                var command = command(asked, origin);
                long before = memory.arrived(asked.commandId());
                if (before > 0) {
                    writer.write(List.of(CommandAnswers.repeated(command, before)), now.at());
                } else {
                    carryOut(asked, command, now);
                }
            }
        }
    }

    private void carryOut(OperatorCommand asked, Command command, Now now) {
        switch (asked.type()) {
            case KILL_SWITCH_ON -> turnOn(command, now);
            case KILL_SWITCH_RESET -> kill.decide(command.subject(), new SwitchInput.TurnOff(command), now);
            case FLAG_SET -> flags.set(asked, command, now);
            case FLAG_RESET -> flags.reset(command, now);
            case APPROVE, REJECT -> decided(asked, command, now);
            case PAUSE,
                    RESUME,
                    MAINTENANCE_START,
                    MAINTENANCE_END,
                    RESTART,
                    CANCEL_RESTART,
                    BREAKER_RESET,
                    BREAKER_OPEN,
                    QUARANTINE,
                    RELEASE,
                    ZOMBIE_CLEANUP,
                    RETIRE,
                    FAILURE_PULSE,
                    ROLLBACK,
                    STOP_MONITORING,
                    INCIDENT_ACK,
                    INCIDENT_RESOLVE -> writer.write(List.of(CommandAnswers.notSupported(command)), now.at());
        }
    }

    private void decided(OperatorCommand asked, Command command, Now now) {
        var id = asked.waitingId();
        if (id == null) {
            writer.write(List.of(CommandAnswers.withoutId(command)), now.at());
        } else {
            var input = asked.type() == OperatorCommand.Type.APPROVE
                    ? new SwitchInput.Approve(command, id)
                    : new SwitchInput.Reject(command, id);
            kill.decide(command.subject(), input, now);
        }
    }

    /** A service that nobody has heard of may be switched, but not so many that the switch itself slows down. */
    private void turnOn(Command command, Now now) {
        var scope = command.subject();
        var known = stores.scopes();
        if (known.size() >= SCOPES_MAX && !scope.equals(KillSwitch.GLOBAL) && !known.contains(scope)) {
            writer.write(List.of(CommandAnswers.tooManyScopes(command, known.size())), now.at());
        } else {
            kill.decide(scope, new SwitchInput.TurnOn(command, knowledge(scope, known)), now);
        }
    }

    /** A slip of the pen should show. */
    private static Map<String, Object> knowledge(String scope, List<String> known) {
        if (scope.equals(KillSwitch.GLOBAL) || known.contains(scope)) {
            return Map.of();
        }
        var similar = scope.equalsIgnoreCase(KillSwitch.GLOBAL) ? KillSwitch.GLOBAL : DidYouMean.closest(scope, known);
        return Evidence.of("warning", "this scope was never switched before: make sure of its name")
                .and("didYouMean", similar)
                .toMap();
    }

    static Command command(OperatorCommand asked, String origin) {
        return Command.of(
                asked.commandId(), asked.type().name(), asked.subject(), asked.actor(), asked.reason(), origin);
    }
}
