package io.homeostat.common.policy;

import io.homeostat.common.contract.PolicyDocument;
import java.util.List;
import java.util.Map;

/**
 * What the validation of one policy may cost. Scopes of three kinds meet in every worker, so their numbers multiply, and
 * overrides within a document multiply again: a few hundred documents could keep every service busy for minutes at each
 * change. The bound is far above what a plane needs and far below what it would feel
 * (docs/decisions/0023-nothing-grows-by-input.md has the measurement).
 */
final class PolicyEffort {

    /** Combinations of scopes, each with each override within. */
    static final int VARIANTS_MAX = 1_000;

    /** Keys of overrides within a document. */
    private static final Map<String, String> WITHIN =
            Map.of(WorkerRestartPolicy.NAME, "worker_types", RollbackPolicy.NAME, "profiles");

    /** Nodes of JSON that all variants together have. */
    static final long NODES_MAX = 1_000_000;

    private PolicyEffort() {}

    /** @throws PolicyRejected if {@code document}, which is in {@code policies}, makes validation too costly */
    static void check(PolicyDocuments policies, PolicyDocument document) throws PolicyRejected {
        var name = document.name();
        long environments = policies.scopes(name, PolicyDocuments.ENVIRONMENT).size();
        long services = policies.scopes(name, PolicyDocuments.SERVICE).size();
        long types = policies.scopes(name, PolicyDocuments.TYPE).size();
        long combinations = environments * services * types;
        var key = WITHIN.get(name);
        long within = key == null ? 1 : 1L + policies.namesWithin(name, key).size();
        if (combinations * within > VARIANTS_MAX) {
            throw refused(
                    document,
                    combinations * within,
                    "variants of one policy are more than the limit of " + VARIANTS_MAX + ": " + (environments - 1)
                            + " environments, " + (services - 1) + " services, " + (types - 1)
                            + " types that meet in every combination"
                            + (key == null ? "" : ", times " + (within - 1) + " " + key));
        }
        long nodes = policies.largest(name) * combinations * within;
        if (nodes > NODES_MAX) {
            throw refused(
                    document,
                    nodes,
                    "values in all variants of one policy are more than the limit of " + NODES_MAX
                            + ": fewer scopes, or a smaller policy");
        }
    }

    private static PolicyRejected refused(PolicyDocument document, long found, String reason) {
        return new PolicyRejected(List.of(new PolicyProblem(document.key(), String.valueOf(found), reason)));
    }
}
