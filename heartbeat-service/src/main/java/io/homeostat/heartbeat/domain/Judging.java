package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.HeartbeatPolicy;

/**
 * By which law and which clock an event is judged. Both times are judging time in milliseconds: observed time less the
 * amnesties, at the append time of the event. They differ only while a worker changes partitions.
 *
 * @param policy in force for the worker
 * @param policyRef its name and version
 * @param via partition whose ticks {@code eventMs} is read from
 * @param eventMs now, as partition {@code via} shows it
 * @param nowMs now, as the partition shows it on whose time the worker has been judged so far
 */
public record Judging(HeartbeatPolicy policy, PolicyRef policyRef, int via, long eventMs, long nowMs) {

    /** Now on the clock that {@code worker}'s ages are kept on. */
    long on(WorkerRecord worker) {
        return worker.ages().via() == via ? eventMs : nowMs;
    }
}
