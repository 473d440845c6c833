package io.homeostat.restart.domain;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand;

/** What the rules decided, in the order in which it is written. */
public sealed interface Decision {

    /** A step in the life of a restart, for the log of restarts. */
    record Recorded(Restart restart) implements Decision {}

    /** An order to an agent: {@code restart-commands}. Always right behind the step that says so. */
    record Ordered(RestartCommand command) implements Decision {}

    /** A breaker changed its state: {@code circuit-breakers}. */
    record BreakerMoved(CircuitBreaker breaker) implements Decision {}

    /** A worker is set aside, or no longer is: {@code quarantine}. */
    record SetAside(Quarantine quarantine) implements Decision {}

    /** Something holds a scope, for the view of holds. */
    record HoldShown(Hold hold) implements Decision {}

    /** Nothing holds the scope any more, for the view of holds. */
    record HoldGone(String scope, Provenance provenance) implements Decision {}

    /** An operator is answered: {@code audit}. */
    record Answered(Answer answer) implements Decision {}

    /** Something ended by itself that an operator had wanted: {@code audit}. */
    record Noted(String subject, String action, String reason, Provenance provenance) implements Decision {}

    /** Something that belongs to an incident. */
    record Reported(Failure failure) implements Decision {}
}
