package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.rollback.signal.SwitchSignal;
import org.jspecify.annotations.Nullable;

/** What is written. */
public sealed interface Decision {

    /**
     * A record of {@code rollbacks}.
     *
     * @param actor who wanted it; null: the service itself
     * @param audited it changes something, or refuses to: it goes into the audit chain too
     */
    record Recorded(Rollback record, @Nullable String actor, boolean audited) implements Decision {}

    /** A command for an agent. */
    record Ordered(RollbackCommand command) implements Decision {}

    /** A failure for the incidents. */
    record Reported(Failure failure) implements Decision {}

    /** The kill switch is asked for. */
    record Signalled(SwitchSignal signal) implements Decision {}

    /** The answer to a person's command; {@code of} says what was decided. */
    record Replied(OperatorCommand command, Rollback.Reason reason, Provenance of) implements Decision {}
}
