package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.contract.WorkerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force at one moment: documents by key with overrides by scope laid over them. Immutable but for its
 * memo of answers, which is why an instance belongs to one thread.
 */
public final class Policies {

    /** Version that a decision names where no document is in force. */
    public static final String BUILT_IN = "built-in";

    private static final Pattern SCOPE = Pattern.compile("(type|service|environment):.+");

    /** Names that this version knows. */
    public static final Set<String> NAMES = Set.of(
            PlanePolicy.NAME,
            HeartbeatPolicy.NAME,
            WorkerRestartPolicy.NAME,
            RollbackPolicy.NAME,
            FlagCatalogue.NAME,
            FailurePatternPolicy.NAME,
            IncidentPolicy.NAME,
            AutoFixPolicy.NAME,
            AutoFixRegistry.NAME);

    /** The longest key of a policy: an approval names it as its subject. */
    public static final int KEY_CHARACTERS_MAX = WorkerId.LENGTH_MAX;

    /**
     * A policy with its provenance.
     *
     * @param ref name and version; the versions of the overrides that apply follow after a {@code +}
     */
    public record InForce<P>(P policy, PolicyRef ref) {}

    static final String ENVIRONMENT = "environment:";
    static final String SERVICE = "service:";
    static final String TYPE = "type:";

    private interface Reading<P> {
        P read(JsonNode json) throws PolicyRejected;
    }

    private record MemoKey(String name, PolicyScope scope) {}

    private final Map<String, PolicyDocument> documents;
    private final Map<MemoKey, InForce<?>> memo = new HashMap<>();
    private @Nullable Set<String> restartTypes;
    private @Nullable Set<String> profiles;

    private Policies(Map<String, PolicyDocument> documents) {
        this.documents = documents;
    }

    /** Built-in defaults only. */
    public static Policies defaults() {
        return new Policies(Map.of());
    }

    /** Policies out of validated documents, by key. */
    public static Policies of(Map<String, PolicyDocument> documents) {
        return new Policies(new TreeMap<>(documents));
    }

    /** These policies and one more document. @throws PolicyRejected if it is wrong, alone or together with the others */
    public Policies with(PolicyDocument document) throws PolicyRejected {
        validateKey(document);
        var all = new TreeMap<>(documents);
        all.put(document.key(), document);
        var next = new Policies(all);
        PolicyEffort.check(next, document);
        next.validate(document);
        return next;
    }

    /** True if {@code key} may be that of a policy of this version: {@code name}, or {@code name/} and a scope. */
    public static boolean isKey(String key) {
        int slash = key.indexOf('/');
        return key.length() <= KEY_CHARACTERS_MAX
                && NAMES.contains(slash < 0 ? key : key.substring(0, slash))
                && (slash < 0 || SCOPE.matcher(key.substring(slash + 1)).matches())
                && WorkerId.isValid(key);
    }

    /** Documents by key. */
    public Map<String, PolicyDocument> documents() {
        return Map.copyOf(documents);
    }

    public InForce<PlanePolicy> plane() {
        return inForce(PlanePolicy.NAME, PolicyScope.EVERYWHERE, PlanePolicy::read);
    }

    public InForce<HeartbeatPolicy> heartbeat(PolicyScope scope) {
        return inForce(HeartbeatPolicy.NAME, narrowed(HeartbeatPolicy.NAME, scope), HeartbeatPolicy::read);
    }

    /** {@code worker_types} of the document count as the innermost override. */
    public InForce<WorkerRestartPolicy> restart(PolicyScope scope) {
        var known = narrowed(WorkerRestartPolicy.NAME, scope, restartTypes(), Set.of());
        var type = known.workerType();
        return inForce(
                WorkerRestartPolicy.NAME,
                known,
                json -> type == null ? WorkerRestartPolicy.read(json) : WorkerRestartPolicy.forType(json, type));
    }

    /** {@code rollback-policy}; with profiles in use that of the scope's environment counts. */
    public InForce<RollbackPolicy> rollback(PolicyScope scope) {
        var known = narrowed(RollbackPolicy.NAME, scope, Set.of(), profiles());
        return inForce(RollbackPolicy.NAME, known, _ -> RollbackPolicy.read(RollbackPolicy.NAME, layered(known)));
    }

    /** The same with a promotion's own overrides. @throws PolicyRejected if they are wrong, alone or over the rest */
    public InForce<RollbackPolicy> rollback(PolicyScope scope, JsonNode overrides) throws PolicyRejected {
        var policy = RollbackPolicy.overridden(layered(scope), overrides);
        var ref = new PolicyRef(RollbackPolicy.NAME, version(RollbackPolicy.NAME, scope) + "+promotion");
        return new InForce<>(policy, ref);
    }

    private JsonNode layered(PolicyScope scope) {
        var keys = keys(RollbackPolicy.NAME, scope);
        return RollbackProfiles.layered(
                merged(keys.subList(0, 2)), merged(keys.subList(2, keys.size())), scope.environment());
    }

    /** The catalogue of live flags. */
    public InForce<FlagCatalogue> flags() {
        return inForce(FlagCatalogue.NAME, PolicyScope.EVERYWHERE, FlagCatalogue::read);
    }

    public InForce<FailurePatternPolicy> failurePattern(PolicyScope scope) {
        return inForce(
                FailurePatternPolicy.NAME, narrowed(FailurePatternPolicy.NAME, scope), FailurePatternPolicy::read);
    }

    public InForce<IncidentPolicy> incident(PolicyScope scope) {
        return inForce(IncidentPolicy.NAME, narrowed(IncidentPolicy.NAME, scope), IncidentPolicy::read);
    }

    /** What may be fixed in a scope, and how often. */
    public InForce<AutoFixPolicy> autoFix(PolicyScope scope) {
        return inForce(AutoFixPolicy.NAME, narrowed(AutoFixPolicy.NAME, scope), AutoFixPolicy::read);
    }

    /** The catalogue of fixes in a scope, the built-in ones included. */
    public InForce<AutoFixRegistry> autoFixRegistry(PolicyScope scope) {
        return inForce(AutoFixRegistry.NAME, narrowed(AutoFixRegistry.NAME, scope), AutoFixRegistry::read);
    }

    /** The heartbeat policy of every combination of overrides: what a task looks at for its longest interval. */
    public List<HeartbeatPolicy> allHeartbeat() {
        var all = new java.util.ArrayList<HeartbeatPolicy>();
        for (var environment : scopes(HeartbeatPolicy.NAME, ENVIRONMENT)) {
            for (var service : scopes(HeartbeatPolicy.NAME, SERVICE)) {
                for (var type : scopes(HeartbeatPolicy.NAME, TYPE)) {
                    all.add(heartbeat(new PolicyScope(environment, service, type))
                            .policy());
                }
            }
        }
        return all;
    }

    private <P> InForce<P> inForce(String name, PolicyScope scope, Reading<P> reading) {
        @SuppressWarnings("unchecked") // the name decides the type, and each name has one caller
        var known = (InForce<P>) memo.computeIfAbsent(new MemoKey(name, scope), _ -> {
            try {
                return new InForce<>(reading.read(merged(name, scope)), new PolicyRef(name, version(name, scope)));
            } catch (PolicyRejected e) {
                throw new IllegalStateException("a validated policy is refused: " + e.getMessage(), e);
            }
        });
        return known;
    }

    /** Only the parts that an override matches: the memo must not grow with every type that a worker makes up. */
    private PolicyScope narrowed(String name, PolicyScope asked) {
        return narrowed(name, asked, Set.of(), Set.of());
    }

    /**
     * The same for policies that have overrides within.
     *
     * @param types that an override within the policy matches
     * @param environments likewise
     */
    private PolicyScope narrowed(String name, PolicyScope asked, Set<String> types, Set<String> environments) {
        return new PolicyScope(
                known(name, ENVIRONMENT, asked.environment(), environments),
                known(name, SERVICE, asked.service(), Set.of()),
                known(name, TYPE, asked.workerType(), types));
    }

    private @Nullable String known(String name, String kind, @Nullable String value, Set<String> within) {
        return value != null && (within.contains(value) || documents.containsKey(key(name, kind, value)))
                ? value
                : null;
    }

    private Set<String> restartTypes() {
        if (restartTypes == null) {
            restartTypes = namesWithin(WorkerRestartPolicy.NAME, "worker_types");
        }
        return restartTypes;
    }

    private Set<String> profiles() {
        if (profiles == null) {
            profiles = namesWithin(RollbackPolicy.NAME, "profiles");
            profiles.addAll(RollbackProfiles.names(JsonNodeFactory.instance.objectNode()));
        }
        return profiles;
    }

    /** Names of the overrides within all documents of one policy. */
    Set<String> namesWithin(String name, String key) {
        var names = new HashSet<String>();
        for (var document : documents.values()) {
            if (document.name().equals(name)) {
                document.policy().path(key).fieldNames().forEachRemaining(names::add);
            }
        }
        return names;
    }

    /** Values that a merged policy has at most: the largest document of each kind of scope together. */
    long largest(String name) {
        var largest = new HashMap<String, Long>();
        for (var document : documents.values()) {
            if (document.name().equals(name)) {
                var scope = document.scope();
                var kind = scope == null ? "" : scope.substring(0, scope.indexOf(':'));
                largest.merge(kind, nodes(document.policy()), Math::max);
            }
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

    /** Overrides of several scopes can meet in one worker, so every combination that the document is in must make sense. */
    private void validate(PolicyDocument document) throws PolicyRejected {
        var name = document.name();
        for (var scope : combinations(document)) {
            read(name, merged(name, scope));
            if (name.equals(RollbackPolicy.NAME)) {
                validateProfiles(scope);
            }
        }
    }

    /** Every combination of overrides that can meet and that the document is in. */
    List<PolicyScope> combinations(PolicyDocument document) {
        var all = new java.util.ArrayList<PolicyScope>();
        for (var environment : scopes(document, ENVIRONMENT)) {
            for (var service : scopes(document, SERVICE)) {
                for (var type : scopes(document, TYPE)) {
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

    /** A service's policy lies over the profile, so each of them must make sense with each. */
    private void validateProfiles(PolicyScope scope) throws PolicyRejected {
        for (var profile : RollbackProfiles.names(merged(RollbackPolicy.NAME, scope))) {
            if (scope.environment() == null || scope.environment().equals(profile)) {
                var chosen = new PolicyScope(profile, scope.service(), scope.workerType());
                RollbackPolicy.read(RollbackPolicy.NAME, layered(chosen));
            }
        }
    }

    /** Values of the overrides of one kind, and null for a worker that none of them matches. */
    List<@Nullable String> scopes(String name, String kind) {
        var all = new java.util.ArrayList<@Nullable String>();
        all.add(null);
        for (var document : documents.values()) {
            var scope = document.scope();
            if (document.name().equals(name) && scope != null && scope.startsWith(kind)) {
                all.add(scope.substring(kind.length()));
            }
        }
        return all;
    }

    private static void read(String name, JsonNode json) throws PolicyRejected {
        switch (name) {
            case PlanePolicy.NAME -> PlanePolicy.read(json);
            case HeartbeatPolicy.NAME -> HeartbeatPolicy.read(json);
            case WorkerRestartPolicy.NAME -> WorkerRestartPolicy.read(json);
            case RollbackPolicy.NAME -> RollbackPolicy.read(json);
            case FlagCatalogue.NAME -> FlagCatalogue.read(json);
            case FailurePatternPolicy.NAME -> FailurePatternPolicy.read(json);
            case IncidentPolicy.NAME -> IncidentPolicy.read(json);
            case AutoFixPolicy.NAME -> AutoFixPolicy.read(json);
            case AutoFixRegistry.NAME -> AutoFixRegistry.read(json);
            default -> throw unknown(name);
        }
    }

    private static void validateKey(PolicyDocument document) throws PolicyRejected {
        if (!NAMES.contains(document.name())) {
            throw unknown(document.name());
        }
        var scope = document.scope();
        if (scope != null && !SCOPE.matcher(scope).matches()) {
            throw new PolicyRejected(List.of(
                    new PolicyProblem(document.key(), scope, "is no scope: type:x, service:x or environment:x")));
        }
        if (!isKey(document.key())) {
            throw new PolicyRejected(List.of(new PolicyProblem(
                    document.key(),
                    "" + scope,
                    "is a scope that no approval could name: name/kind:scope is at most " + KEY_CHARACTERS_MAX
                            + " characters of A-Z, a-z, 0-9 and ._:/-")));
        }
        if (scope != null && document.name().equals(FlagCatalogue.NAME)) {
            throw new PolicyRejected(List.of(
                    new PolicyProblem(document.key(), scope, "is a scope, but a flag is one for the whole plane")));
        }
    }

    private static PolicyRejected unknown(String name) {
        var similar = DidYouMean.closest(name, NAMES);
        return new PolicyRejected(List.of(new PolicyProblem(
                name, "", "is an unknown policy" + (similar == null ? "" : ", did you mean '" + similar + "'?"))));
    }

    /** The policy's JSON in a scope: the document with the overrides that match laid over it. */
    JsonNode merged(String name, PolicyScope scope) {
        return merged(keys(name, scope));
    }

    private JsonNode merged(List<String> keys) {
        JsonNode merged = JsonNodeFactory.instance.objectNode();
        for (var key : keys) {
            var document = documents.get(key);
            if (document != null) {
                merged = PolicyMerge.merge(merged, document.policy());
            }
        }
        return merged;
    }

    private String version(String name, PolicyScope scope) {
        var versions = keys(name, scope).stream()
                .map(documents::get)
                .filter(java.util.Objects::nonNull)
                .map(PolicyDocument::version)
                .toList();
        return versions.isEmpty() ? BUILT_IN : String.join("+", versions);
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
