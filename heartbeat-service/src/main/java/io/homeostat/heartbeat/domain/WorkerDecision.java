package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.WorkerStatus;

/** What follows from an event, in the order in which it is to be written. */
public sealed interface WorkerDecision {

    /** The worker's state, or what is known of it, changed. */
    record StatusWritten(WorkerStatus status) implements WorkerDecision {}

    /** A trouble that the plane itself found: ZOMBIE or STUCK. */
    record FailureRaised(Failure failure) implements WorkerDecision {}

    /** A verdict after which somebody may act on the worker: ZOMBIE, FAILED, STUCK. It is audited. */
    record Convicted(WorkerStatus status) implements WorkerDecision {}

    /** The worker leaves memory; {@code lastWord} was written before. */
    record Forgotten(WorkerStatus lastWord) implements WorkerDecision {}
}
