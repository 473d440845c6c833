package io.homeostat.rollback.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Promotion;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.common.policy.PolicyProblem;
import io.homeostat.common.policy.PolicyRejected;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.policy.RollbackPolicy;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.common.streams.PoliciesInForce;
import io.homeostat.rollback.domain.Terms;
import io.homeostat.rollback.domain.Terms.Target;
import io.homeostat.rollback.domain.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Policies, components, holds and the plane's generation as one task sees them. */
final class PlaneView {

    private final PoliciesInForce policies;
    private final HoldsInForce holds;
    private final KeyValueStore<String, byte[]> components;
    private final KeyValueStore<String, byte[]> plane;

    /** The global tables of one topology. */
    record Tables(GlobalTable policies, GlobalTable components, GlobalTable plane) {

        static Tables create() {
            return new Tables(PlaneTables.policies(), PlaneTables.components(), PlaneTables.plane());
        }

        List<GlobalTable> all() {
            return List.of(policies, components, plane);
        }

        /** Those whose refusals are ours to report; restart-service reports those of components. */
        List<GlobalTable> reported() {
            return List.of(policies, plane);
        }
    }

    PlaneView(Tables tables, HoldsInForce holds, ProcessorContext<?, ?> context) {
        this.policies = new PoliciesInForce(tables.policies(), context);
        this.holds = holds;
        this.components = tables.components().store(context);
        this.plane = tables.plane().store(context);
    }

    /** Takes changed policies into force; true if any changed. */
    boolean tick() {
        return policies.tick();
    }

    PlanePolicy plane() {
        return policies.policies().plane().policy();
    }

    /** What is wrong with a promotion's own policy; empty: nothing. */
    List<String> problems(Promotion promotion) {
        var overrides = promotion.policy();
        try {
            if (overrides != null) {
                policies.policies().rollback(scope(promotion.environment(), promotion.service()), overrides);
            }
            return List.of();
        } catch (PolicyRejected e) {
            return e.problems().stream().map(PolicyProblem::message).toList();
        }
    }

    /** What holds for a service, under the promotion that is or was watched; null: none ever was. */
    Terms terms(String service, @Nullable Trial trial, Instant now) {
        var environment = trial == null ? null : trial.environment();
        return terms(service, environment, trial == null ? null : trial.overrides(), now);
    }

    /** What holds for a promotion that is announced. */
    Terms terms(Promotion promotion, @Nullable String overrides, Instant now) {
        return terms(promotion.service(), promotion.environment(), overrides, now);
    }

    private Terms terms(String service, @Nullable String environment, @Nullable String overrides, Instant now) {
        var inForce = inForce(scope(environment, service), overrides);
        return new Terms(
                inForce.policy(),
                inForce.ref(),
                plane(),
                PlaneTables.generation(plane),
                holds.over(environment, service, now),
                () -> targets(service));
    }

    /** Overrides that no longer fit a policy that changed since are passed over: the decision's policy says so. */
    private InForce<RollbackPolicy> inForce(PolicyScope scope, @Nullable String overrides) {
        try {
            return overrides == null
                    ? policies.policies().rollback(scope)
                    : policies.policies().rollback(scope, tree(overrides));
        } catch (PolicyRejected e) {
            return policies.policies().rollback(scope);
        }
    }

    /** One per agent that holds a component of the service, by name; without any, whoever integrates by topics. */
    private List<Target> targets(String service) {
        var byAgent = new TreeMap<String, Target>(Comparator.naturalOrder());
        for (var component : componentsOf(service)) {
            var agent = component.executor() == Executor.TOPIC ? null : component.agent();
            byAgent.putIfAbsent(agent == null ? "" : agent, new Target(agent, component.executor()));
        }
        return byAgent.isEmpty() ? List.of(new Target(null, Executor.TOPIC)) : List.copyOf(byAgent.values());
    }

    private List<Component> componentsOf(String service) {
        var found = new ArrayList<Component>();
        try (var all = components.all()) {
            all.forEachRemaining(entry -> {
                if (Component.parse(entry.key, entry.value) instanceof Parsed.Valid<Component>(var component)
                        && component.service().equals(service)) {
                    found.add(component);
                }
            });
        }
        found.sort(Comparator.comparing(Component::subject));
        return found;
    }

    private static JsonNode tree(String json) {
        return Json.readState(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static PolicyScope scope(@Nullable String environment, String service) {
        return new PolicyScope(environment, service, null);
    }
}
