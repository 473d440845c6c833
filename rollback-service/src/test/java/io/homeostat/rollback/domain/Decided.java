package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.ArrayList;
import java.util.List;

/** What was decided, in the order of its writing. */
abstract class Decided {

    private final List<Decision> decided = new ArrayList<>();
    private final List<Decision> all = new ArrayList<>();

    protected void decided(List<Decision> decisions) {
        decided.addAll(decisions);
        all.addAll(decisions);
    }

    /** Everything that was decided since the last look, of this kind. */
    private <D extends Decision> List<D> take(Class<D> kind) {
        var taken = decided.stream().filter(kind::isInstance).map(kind::cast).toList();
        decided.removeAll(taken);
        return taken;
    }

    List<Decision> everything() {
        return all;
    }

    List<Rollback> records() {
        return take(Decision.Recorded.class).stream()
                .map(Decision.Recorded::record)
                .toList();
    }

    /** Type, decision or status, and reason of each record since the last look. */
    List<String> steps() {
        return records().stream().map(Decided::step).toList();
    }

    static String step(Rollback record) {
        return record.type() + " " + record.provenance().decision() + " " + record.reason();
    }

    /** The last record since the last look. */
    String last() {
        return steps().getLast();
    }

    List<RollbackCommand> commands() {
        return take(Decision.Ordered.class).stream()
                .map(Decision.Ordered::command)
                .toList();
    }

    RollbackCommand command() {
        var commands = commands();
        assertThat(commands).hasSize(1);
        return commands.getFirst();
    }

    /** Every call for the kill switch since the last look; {@link #persisting} has the others. */
    List<SwitchSignal> signals() {
        return take(SwitchSignal.Kind.ESCALATION);
    }

    /** Every time since the last look that the trouble was said to go on. */
    List<SwitchSignal> persisting() {
        return take(SwitchSignal.Kind.PERSISTENCE);
    }

    private List<SwitchSignal> take(SwitchSignal.Kind kind) {
        var taken = decided.stream()
                .filter(Decision.Signalled.class::isInstance)
                .map(Decision.Signalled.class::cast)
                .filter(signalled -> signalled.signal().kind() == kind)
                .toList();
        decided.removeAll(taken);
        return taken.stream().map(Decision.Signalled::signal).toList();
    }

    List<String> failures() {
        return take(Decision.Reported.class).stream()
                .map(Decision.Reported::failure)
                .map(failure -> failure.kind() + " " + failure.severity())
                .toList();
    }

    /** Decision and reason of each answer since the last look. */
    List<String> replies() {
        return take(Decision.Replied.class).stream()
                .map(reply -> reply.of().decision() + " " + reply.reason())
                .toList();
    }
}
