package io.homeostat.pattern.topology;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The policies by which due times were computed, kept with them: a policy can change while no task of the stage runs, and a
 * later version of the service may have other defaults. Other policies than these are no reason to look at everything anew.
 */
final class PolicyMark {

    private static final String KEY = "policies";

    private final KeyValueStore<String, byte[]> store;

    /** @param store of the task; its key {@code policies} must be free */
    PolicyMark(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** True if due times were computed by other policies; from now on it is by these. */
    boolean isMoved(Policies policies) {
        var mark = mark(policies).getBytes(StandardCharsets.UTF_8);
        if (Arrays.equals(mark, store.get(KEY))) {
            return false;
        }
        store.put(KEY, mark);
        return true;
    }

    private static String mark(Policies policies) {
        var pattern = policies.failurePattern(PolicyScope.EVERYWHERE);
        var incident = policies.incident(PolicyScope.EVERYWHERE);
        var parts = new ArrayList<Object>();
        parts.add(pattern.policy());
        parts.add(incident.policy());
        new TreeMap<>(policies.documents()).forEach((key, document) -> {
            if (document.name().equals(pattern.ref().name())
                    || document.name().equals(incident.ref().name())) {
                parts.add(key);
                parts.add(document.contentHash());
            }
        });
        return Ids.of("pol", parts.toArray());
    }
}
