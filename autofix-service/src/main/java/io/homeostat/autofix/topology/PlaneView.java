package io.homeostat.autofix.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.autofix.domain.Pattern;
import io.homeostat.autofix.domain.Remedy;
import io.homeostat.autofix.domain.Terms;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.common.streams.PoliciesInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Policies, components and the plane's generation as the admission task sees them, and what they mean for a target. */
final class PlaneView {

    private static final int DIGITS_MAX = 18;
    private static final int DECIMALS_MAX = 12;

    private final PoliciesInForce policies;
    private final KeyValueStore<String, byte[]> components;
    private final KeyValueStore<String, byte[]> plane;
    private final Surroundings surroundings;

    /** The global tables of one topology. */
    record Tables(GlobalTable policies, GlobalTable components, GlobalTable plane) {

        static Tables create() {
            return new Tables(PlaneTables.policies(), PlaneTables.components(), PlaneTables.plane());
        }

        List<GlobalTable> all() {
            return List.of(policies, components, plane);
        }
    }

    PlaneView(Tables tables, ProcessorContext<?, ?> context, Surroundings surroundings) {
        this.policies = new PoliciesInForce(tables.policies(), context);
        this.components = tables.components().store(context);
        this.plane = tables.plane().store(context);
        this.surroundings = surroundings;
    }

    /** Takes changed policies into force. */
    void tick() {
        policies.tick();
    }

    PlanePolicy plane() {
        return policies.policies().plane().policy();
    }

    /** The policy that answers to operators name. */
    PolicyRef policy() {
        return policies.policies().autoFix(PolicyScope.EVERYWHERE).ref();
    }

    /** Workers of the pattern by the component that would be changed for them; the newest first. */
    Map<String, List<String>> targets(Pattern pattern) {
        var targets = new TreeMap<String, List<String>>();
        for (var subject : pattern.subjects()) {
            targets.computeIfAbsent(target(subject, pattern.workerType()), _ -> new ArrayList<>())
                    .add(subject);
        }
        if (targets.isEmpty()) {
            targets.put(ofType(pattern.workerType()), List.of());
        }
        return targets;
    }

    /** Subject of the component of a worker; that of its type where there is none. */
    String target(String workerId, @Nullable String workerType) {
        var component = PlaneTables.component(components, workerId, workerType == null ? "" : workerType);
        return component == null ? ofType(workerType == null ? "default" : workerType) : component.subject();
    }

    /** What holds for a remedy; {@code workers} are those that a new record of its pattern names. */
    Terms terms(Remedy remedy, List<String> workers, Instant now) {
        var component = component(remedy.target());
        var pattern = remedy.pattern();
        var service = component == null ? pattern.service() : component.service();
        var environment = component == null ? null : component.environment();
        var scope = new PolicyScope(environment, service, pattern.workerType());
        var policy = policies.policies().autoFix(scope);
        var registry = policies.policies().autoFixRegistry(scope);
        return new Terms(
                policy.policy(),
                policy.ref(),
                registry.policy(),
                registry.ref().version(),
                plane(),
                PlaneTables.generation(plane),
                component == null ? null : part(component),
                hold(scope, workers, now),
                surroundings.frozen());
    }

    private @Nullable Hold hold(PolicyScope scope, List<String> workers, Instant now) {
        var scopes = new ArrayList<>(List.of(Hold.ALL));
        scopes.add("environment:" + scope.environment());
        scopes.add("service:" + scope.service());
        scopes.add("type:" + scope.workerType());
        workers.forEach(worker -> scopes.add("worker:" + worker));
        for (var name : scopes) {
            var hold = surroundings.hold(name);
            if (hold != null && hold.inForce(now)) {
                return hold;
            }
        }
        return null;
    }

    private @Nullable Component component(String subject) {
        var bytes = components.get(subject);
        return bytes != null && Component.parse(subject, bytes) instanceof Parsed.Valid<Component>(var component)
                ? component
                : null;
    }

    private static Terms.Part part(Component component) {
        var parameters = component.parameters();
        var file = parameters == null ? null : parameters.get("settingsFile");
        return new Terms.Part(
                component.agent(),
                component.executor(),
                settings(parameters == null ? null : parameters.get("settings")),
                file != null && file.isTextual() ? file.textValue() : null,
                component.restartable() && component.desired() == Component.Desired.RUNNING);
    }

    private static Map<String, String> settings(@Nullable JsonNode node) {
        var settings = new TreeMap<String, String>();
        if (node != null && node.isObject()) {
            node.properties().forEach(entry -> {
                if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                    settings.put(entry.getKey(), text(entry.getValue()));
                }
            });
        }
        return settings;
    }

    /** A number is written out: read as JSON, 10.0 is 1E+1. Not one whose digits are too many for a setting. */
    private static String text(JsonNode value) {
        if (!value.isBigDecimal()) {
            return value.toString();
        }
        var number = value.decimalValue();
        long digits = (long) number.precision() - number.scale();
        return number.scale() <= DECIMALS_MAX && digits <= DIGITS_MAX ? number.toPlainString() : value.toString();
    }

    private static String ofType(String workerType) {
        return "type/" + workerType;
    }
}
