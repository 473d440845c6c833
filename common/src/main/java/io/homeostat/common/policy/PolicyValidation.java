package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.PolicyDocument;
import java.util.List;

/** What a document must be like before it may be in force, alone and together with all others. */
final class PolicyValidation {

    private PolicyValidation() {}

    /** Overrides of several scopes can meet in one worker, so every combination that the document is in must make sense. */
    static void check(PolicyDocuments documents, PolicyDocument document) throws PolicyRejected {
        check(documents, document.name(), documents.combinations(document));
    }

    /** The same for all documents at once: a start must not validate a combination more often than once. */
    static void checkAll(PolicyDocuments documents) throws PolicyRejected {
        for (var name : Policies.NAMES) {
            var own = documents.of(name);
            if (!own.isEmpty()) {
                PolicyEffort.check(documents, own.getFirst());
                check(documents, name, documents.combinations(name));
            }
        }
    }

    private static void check(PolicyDocuments documents, String name, List<PolicyScope> scopes) throws PolicyRejected {
        for (var scope : scopes) {
            read(name, documents.merged(name, scope));
            if (name.equals(RollbackPolicy.NAME)) {
                checkProfiles(documents, scope);
            }
        }
    }

    /** A service's policy lies over the profile, so each of them must make sense with each. */
    private static void checkProfiles(PolicyDocuments documents, PolicyScope scope) throws PolicyRejected {
        for (var profile : RollbackProfiles.names(documents.merged(RollbackPolicy.NAME, scope))) {
            if (scope.environment() == null || scope.environment().equals(profile)) {
                var chosen = new PolicyScope(profile, scope.service(), scope.workerType());
                RollbackPolicy.read(RollbackPolicy.NAME, RollbackProfiles.layered(documents, chosen));
            }
        }
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

    /** The document must have a name that this version knows, and a scope that an approval can name. */
    static void checkKey(PolicyDocument document) throws PolicyRejected {
        if (!Policies.NAMES.contains(document.name())) {
            throw unknown(document.name());
        }
        var scope = document.scope();
        if (scope != null && !Policies.SCOPE.matcher(scope).matches()) {
            throw new PolicyRejected(List.of(
                    new PolicyProblem(document.key(), scope, "is no scope: type:x, service:x or environment:x")));
        }
        if (!Policies.isKey(document.key())) {
            throw new PolicyRejected(List.of(new PolicyProblem(
                    document.key(),
                    "" + scope,
                    "is a scope that no approval could name: name/kind:scope is at most " + Policies.KEY_CHARACTERS_MAX
                            + " characters of A-Z, a-z, 0-9 and ._:/-")));
        }
        if (scope != null && document.name().equals(FlagCatalogue.NAME)) {
            throw new PolicyRejected(List.of(
                    new PolicyProblem(document.key(), scope, "is a scope, but a flag is one for the whole plane")));
        }
    }

    private static PolicyRejected unknown(String name) {
        var similar = DidYouMean.closest(name, Policies.NAMES);
        return new PolicyRejected(List.of(new PolicyProblem(
                name, "", "is an unknown policy" + (similar == null ? "" : ", did you mean '" + similar + "'?"))));
    }
}
