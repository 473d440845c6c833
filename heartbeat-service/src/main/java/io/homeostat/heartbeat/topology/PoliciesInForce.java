package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.HeartbeatPolicy;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.heartbeat.domain.WorkerRecord;
import io.homeostat.heartbeat.domain.WorkerRecord.Identity;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;

/** The policies by which one task judges. A change takes effect at the task's next tick (mechanics 4). */
final class PoliciesInForce {

    private static final long SECOND = 1_000;
    private static final long HOUR = 3_600 * SECOND;

    private final GlobalTable table;
    private final KeyValueStore<String, byte[]> documents;
    private Policies policies;
    private long changesSeen;
    private long amnestyMs;
    private long memoryMs;

    PoliciesInForce(GlobalTable table, KeyValueStore<String, byte[]> documents) {
        this.table = table;
        this.documents = documents;
        this.changesSeen = table.changes();
        this.policies = PlaneTables.policies(documents);
        measure();
    }

    /** Looks for a change at a tick. @return true if there was one */
    boolean refresh() {
        long changes = table.changes();
        if (changes == changesSeen) {
            return false;
        }
        changesSeen = changes; // before reading: what changes while we read is seen again at the next tick
        policies = PlaneTables.policies(documents);
        measure();
        return true;
    }

    /** Documents that were refused since anybody asked last. */
    List<GlobalTable.Refusal> takeRefusals() {
        return table.takeRefusals();
    }

    PlanePolicy plane() {
        return policies.plane().policy();
    }

    PolicyRef planeRef() {
        return policies.plane().ref();
    }

    InForce<HeartbeatPolicy> of(Identity identity) {
        return of(identity.environment(), identity.service(), identity.workerType());
    }

    InForce<HeartbeatPolicy> of(String environment, String service, String workerType) {
        return policies.heartbeat(new PolicyScope(environment, service, workerType));
    }

    HeartbeatPolicy of(WorkerRecord worker) {
        return of(worker.identity()).policy();
    }

    /** What every due time is put off by after a gap: the longest beat interval of all policies. */
    long amnestyMs() {
        return amnestyMs;
    }

    /** How long a worker can stay in memory after its last beat, by the most patient policy. */
    long memoryMs() {
        return memoryMs;
    }

    /** Differs where due times may differ. */
    String fingerprint() {
        return Ids.of(
                "pol",
                policies.documents().values().stream()
                        .filter(document -> document.name().equals(HeartbeatPolicy.NAME))
                        .sorted(Comparator.comparing(PolicyDocument::key))
                        .map(document -> document.key() + '=' + document.policy())
                        .collect(Collectors.joining("\n")));
    }

    private void measure() {
        amnestyMs = 0;
        memoryMs = 0;
        for (var policy : policies.allHeartbeat()) {
            long silence = Math.max(policy.zombieSeconds(), policy.startupGraceSeconds()) + policy.doubleCheckSeconds();
            amnestyMs = Math.max(amnestyMs, policy.intervalSeconds() * SECOND);
            memoryMs = Math.max(memoryMs, silence * SECOND + policy.forgetAfterHours() * HOUR);
        }
    }
}
