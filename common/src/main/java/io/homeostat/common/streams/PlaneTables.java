package io.homeostat.common.streams;

import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.topics.Topics;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The global tables of the plane, each with its check. An instance belongs to one topology. */
public final class PlaneTables {

    private PlaneTables() {}

    /** {@code policies}: only what is valid alone and together with the others is taken. */
    public static GlobalTable policies() {
        return new GlobalTable(Topics.POLICIES, new PoliciesCheck());
    }

    /** {@code components}: only what can be parsed is taken. */
    public static GlobalTable components() {
        return new GlobalTable(Topics.COMPONENTS, (key, value, _) -> switch (Component.parse(key, value)) {
            case Parsed.Rejected<Component> rejected -> rejected.message();
            case Parsed.Valid<Component> _ -> null;
        });
    }

    /** {@code plane}: the generation never goes back, and a tombstone does not bring an older one into force either. */
    public static GlobalTable plane() {
        return new GlobalTable(Topics.PLANE, new GlobalTable.Check() {
            @Override
            public @Nullable String refuse(String key, byte[] value, KeyValueStore<String, byte[]> store) {
                return switch (Json.read(value, Plane.class)) {
                    case Parsed.Rejected<Plane> rejected -> rejected.message();
                    case Parsed.Valid<Plane>(var plane) ->
                        plane.generation() < generation(store)
                                ? "field 'generation': " + plane.generation() + " is below the one in force"
                                : null;
                };
            }

            @Override
            public boolean removable() {
                return false;
            }
        });
    }

    /** The policies in force. A document that no longer fits is passed over: the good ones stay. */
    public static Policies policies(KeyValueStore<String, byte[]> store) {
        var documents = new TreeMap<String, PolicyDocument>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                if (PolicyDocument.parse(entry.value) instanceof Parsed.Valid<PolicyDocument>(var document)) {
                    documents.put(entry.key, document);
                }
            });
        }
        return Policies.good(documents);
    }

    /** The component of a worker, else that of its type, else null. */
    public static @Nullable Component component(
            KeyValueStore<String, byte[]> store, String workerId, String workerType) {
        var own = store.get(workerId);
        var key = own == null ? "type/" + workerType : workerId;
        var bytes = own == null ? store.get(key) : own;
        return bytes != null && Component.parse(key, bytes) instanceof Parsed.Valid<Component>(var component)
                ? component
                : null;
    }

    /** The plane's generation; 0 before provisioning. */
    public static long generation(KeyValueStore<String, byte[]> store) {
        var bytes = store.get(Plane.KEY);
        return bytes != null && Json.read(bytes, Plane.class) instanceof Parsed.Valid<Plane>(var plane)
                ? plane.generation()
                : 0;
    }
}
