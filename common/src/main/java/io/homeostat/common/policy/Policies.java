package io.homeostat.common.policy;

import static io.homeostat.common.policy.PolicyDocuments.ENVIRONMENT;
import static io.homeostat.common.policy.PolicyDocuments.SERVICE;
import static io.homeostat.common.policy.PolicyDocuments.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.contract.WorkerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force at one moment: documents by key with overrides by scope laid over them. Immutable but for its
 * memo of answers, which is why an instance belongs to one thread.
 */
public final class Policies {

    /** Version that a decision names where no document is in force. */
    public static final String BUILT_IN = "built-in";

    static final Pattern SCOPE = Pattern.compile("(type|service|environment):.+");

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

    private interface Reading<P> {
        P read(JsonNode json) throws PolicyRejected;
    }

    private record MemoKey(String name, PolicyScope scope) {}

    private final PolicyDocuments documents;
    private final Map<MemoKey, InForce<?>> memo = new HashMap<>();
    private @Nullable Set<String> restartTypes;
    private @Nullable Set<String> profiles;

    private Policies(PolicyDocuments documents) {
        this.documents = documents;
    }

    /** Built-in defaults only. */
    public static Policies defaults() {
        return new Policies(new PolicyDocuments(Map.of()));
    }

    /** Policies out of validated documents, by key. */
    public static Policies of(Map<String, PolicyDocument> documents) {
        return new Policies(new PolicyDocuments(documents));
    }

    /** Those of the documents, by key, that are good; in the order of their keys where some do not go together. */
    public static Policies good(SortedMap<String, PolicyDocument> documents) {
        var all = new PolicyDocuments(documents);
        try {
            for (var document : documents.values()) {
                PolicyValidation.checkKey(document);
            }
            PolicyValidation.checkAll(all);
            return new Policies(all);
        } catch (PolicyRejected e) {
            var policies = defaults();
            for (var document : documents.values()) {
                policies = policies.withIfGood(document);
            }
            return policies;
        }
    }

    /** A refusal was reported when the document arrived; the good ones stay. */
    private Policies withIfGood(PolicyDocument document) {
        try {
            return with(document);
        } catch (PolicyRejected e) {
            return this;
        }
    }

    /** These policies and one more document. @throws PolicyRejected if it is wrong, alone or together with the others */
    public Policies with(PolicyDocument document) throws PolicyRejected {
        PolicyValidation.checkKey(document);
        var next = documents.with(document);
        PolicyEffort.check(next, document);
        PolicyValidation.check(next, document);
        return new Policies(next);
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
        return documents.toMap();
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
        return inForce(
                RollbackPolicy.NAME,
                known,
                _ -> RollbackPolicy.read(RollbackPolicy.NAME, RollbackProfiles.layered(documents, known)));
    }

    /** The same with a promotion's own overrides. @throws PolicyRejected if they are wrong, alone or over the rest */
    public InForce<RollbackPolicy> rollback(PolicyScope scope, JsonNode overrides) throws PolicyRejected {
        var policy = RollbackPolicy.overridden(RollbackProfiles.layered(documents, scope), overrides);
        var ref = new PolicyRef(RollbackPolicy.NAME, documents.version(RollbackPolicy.NAME, scope) + "+promotion");
        return new InForce<>(policy, ref);
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
        for (var environment : documents.scopes(HeartbeatPolicy.NAME, ENVIRONMENT)) {
            for (var service : documents.scopes(HeartbeatPolicy.NAME, SERVICE)) {
                for (var type : documents.scopes(HeartbeatPolicy.NAME, TYPE)) {
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
                return new InForce<>(
                        reading.read(merged(name, scope)), new PolicyRef(name, documents.version(name, scope)));
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
                within(environments, asked.environment())
                        ? asked.environment()
                        : documents.known(name, ENVIRONMENT, asked.environment()),
                documents.known(name, SERVICE, asked.service()),
                within(types, asked.workerType())
                        ? asked.workerType()
                        : documents.known(name, TYPE, asked.workerType()));
    }

    private static boolean within(Set<String> names, @Nullable String name) {
        return name != null && names.contains(name);
    }

    private Set<String> restartTypes() {
        if (restartTypes == null) {
            restartTypes = documents.namesWithin(WorkerRestartPolicy.NAME, "worker_types");
        }
        return restartTypes;
    }

    private Set<String> profiles() {
        if (profiles == null) {
            profiles = documents.namesWithin(RollbackPolicy.NAME, "profiles");
            profiles.addAll(RollbackProfiles.names(JsonNodeFactory.instance.objectNode()));
        }
        return profiles;
    }

    JsonNode merged(String name, PolicyScope scope) {
        return documents.merged(name, scope);
    }

    List<PolicyScope> combinations(PolicyDocument document) {
        return documents.combinations(document);
    }
}
