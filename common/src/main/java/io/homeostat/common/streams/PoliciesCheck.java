package io.homeostat.common.streams;

import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyRejected;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Only what is valid alone and together with the others is taken. At a start every document of the topic comes by, so the
 * policies in force are not made anew for each of them.
 */
final class PoliciesCheck implements GlobalTable.Check {

    private Map<String, byte[]> seen = Map.of();
    private Policies inForce = Policies.defaults();

    @Override
    public @Nullable String refuse(String key, byte[] value, KeyValueStore<String, byte[]> store) {
        return switch (PolicyDocument.parse(value)) {
            case Parsed.Rejected<PolicyDocument> rejected -> rejected.message();
            case Parsed.Valid<PolicyDocument>(var document) ->
                document.key().equals(key)
                        ? refuse(document, value, store)
                        : "field 'key': differs from the policy's own key '" + document.key() + "'";
        };
    }

    private @Nullable String refuse(PolicyDocument document, byte[] value, KeyValueStore<String, byte[]> store) {
        look(store);
        try {
            inForce = inForce.with(document);
        } catch (PolicyRejected e) {
            return e.getMessage();
        }
        seen.put(document.key(), value);
        return null;
    }

    /** What was taken last time is in force, unless the table says otherwise: then all is made anew. */
    private void look(KeyValueStore<String, byte[]> store) {
        var found = new TreeMap<String, byte[]>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> found.put(entry.key, entry.value));
        }
        boolean same = found.keySet().equals(seen.keySet())
                && found.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), seen.get(entry.getKey())))
                && inForce.documents().size() == found.size(); // one that was passed over may fit again by now
        seen = found;
        if (!same) {
            inForce = PlaneTables.policies(store);
        }
    }
}
