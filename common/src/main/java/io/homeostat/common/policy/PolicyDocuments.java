package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.homeostat.common.contract.PolicyDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Documents by key, and how those of several scopes lie over each other. Immutable. */
final class PolicyDocuments {

    static final String ENVIRONMENT = "environment:";
    static final String SERVICE = "service:";
    static final String TYPE = "type:";

    private final TreeMap<String, PolicyDocument> byKey;

    PolicyDocuments(Map<String, PolicyDocument> byKey) {
        this.byKey = new TreeMap<>(byKey);
    }

    PolicyDocuments with(PolicyDocument document) {
        var all = new PolicyDocuments(byKey);
        all.byKey.put(document.key(), document);
        return all;
    }

    Map<String, PolicyDocument> toMap() {
        return Map.copyOf(byKey);
    }

    /** The policy's JSON in a scope: the document with the overrides that match laid over it. */
    JsonNode merged(String name, PolicyScope scope) {
        return merged(keys(name, scope));
    }

    /** What holds for everybody and for the environment. */
    JsonNode wide(String name, PolicyScope scope) {
        return merged(keys(name, scope).subList(0, 2));
    }

    /** What holds for the service and the type. */
    JsonNode narrow(String name, PolicyScope scope) {
        return merged(keys(name, scope).subList(2, 4));
    }

    private JsonNode merged(List<String> keys) {
        JsonNode merged = JsonNodeFactory.instance.objectNode();
        for (var key : keys) {
            var document = byKey.get(key);
            if (document != null) {
                merged = PolicyMerge.merge(merged, document.policy());
            }
        }
        return merged;
    }

    /** The versions of all documents that apply in a scope. */
    String version(String name, PolicyScope scope) {
        var versions = keys(name, scope).stream()
                .map(byKey::get)
                .filter(Objects::nonNull)
                .map(PolicyDocument::version)
                .toList();
        return versions.isEmpty() ? Policies.BUILT_IN : String.join("+", versions);
    }

    /** Every combination of overrides that can meet and that the document is in. */
    List<PolicyScope> combinations(PolicyDocument document) {
        return combinations(scopes(document, ENVIRONMENT), scopes(document, SERVICE), scopes(document, TYPE));
    }

    /** Every combination of overrides of one policy that can meet, and where none applies. */
    List<PolicyScope> combinations(String name) {
        return combinations(scopes(name, ENVIRONMENT), scopes(name, SERVICE), scopes(name, TYPE));
    }

    private static List<PolicyScope> combinations(
            List<@Nullable String> environments, List<@Nullable String> services, List<@Nullable String> types) {
        var all = new ArrayList<PolicyScope>();
        for (var environment : environments) {
            for (var service : services) {
                for (var type : types) {
                    all.add(new PolicyScope(environment, service, type));
                }
            }
        }
        return all;
    }

    /** The document's own value where it is of this kind, else those of all that it can meet. */
    private List<@Nullable String> scopes(PolicyDocument document, String kind) {
        var scope = document.scope();
        return scope != null && scope.startsWith(kind)
                ? List.of(scope.substring(kind.length()))
                : scopes(document.name(), kind);
    }

    /** Values of the overrides of one kind, and null for a worker that none of them matches. */
    List<@Nullable String> scopes(String name, String kind) {
        var all = new ArrayList<@Nullable String>();
        all.add(null);
        for (var document : of(name)) {
            var scope = document.scope();
            if (scope != null && scope.startsWith(kind)) {
                all.add(scope.substring(kind.length()));
            }
        }
        return all;
    }

    /** {@code value}, or null where no override of this kind matches it. */
    @Nullable
    String known(String name, String kind, @Nullable String value) {
        return value != null && byKey.containsKey(key(name, kind, value)) ? value : null;
    }

    /** Names of the overrides within all documents of one policy. */
    Set<String> namesWithin(String name, String key) {
        var names = new HashSet<String>();
        for (var document : of(name)) {
            document.policy().path(key).fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    /** Documents of one policy, that for everywhere first: their keys stand together. */
    List<PolicyDocument> of(String name) {
        return byKey.subMap(name, name + (char) ('/' + 1)).values().stream()
                .filter(document -> document.name().equals(name))
                .toList();
    }

    /** Values that a merged policy has at most: the largest document of each kind of scope together. */
    long largest(String name) {
        var largest = new HashMap<String, Long>();
        for (var document : of(name)) {
            var scope = document.scope();
            var kind = scope == null ? "" : scope.substring(0, scope.indexOf(':'));
            largest.merge(kind, nodes(document.policy()), Math::max);
        }
        return largest.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long nodes(JsonNode node) {
        long nodes = 1;
        for (var child : node) {
            nodes += nodes(child);
        }
        return nodes;
    }

    private static List<String> keys(String name, PolicyScope scope) {
        return List.of(
                name,
                key(name, ENVIRONMENT, scope.environment()),
                key(name, SERVICE, scope.service()),
                key(name, TYPE, scope.workerType()));
    }

    /** Key of an override; one that no document has where the part is null, as {@code type:null} is a type's name too. */
    private static String key(String name, String kind, @Nullable String value) {
        return value == null ? "" : name + '/' + kind + value;
    }
}
