package io.homeostat.common.streams;

import io.homeostat.common.policy.Policies;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The policies as one task sees them: changed ones take effect at its next tick (mechanics 4). */
public final class PoliciesInForce {

    private final GlobalTable table;
    private final KeyValueStore<String, byte[]> store;
    private long changesSeen;
    private Policies policies;

    /** @param table the global table of {@code policies} of the task's topology */
    public PoliciesInForce(GlobalTable table, ProcessorContext<?, ?> context) {
        this.table = table;
        this.store = table.store(context);
        this.changesSeen = table.changes();
        this.policies = PlaneTables.policies(store);
    }

    /** Takes changed policies into force. @return true if any changed */
    public boolean tick() {
        long changes = table.changes();
        if (changes == changesSeen) {
            return false;
        }
        changesSeen = changes;
        policies = PlaneTables.policies(store);
        return true;
    }

    /** The policies in force. */
    public Policies policies() {
        return policies;
    }
}
