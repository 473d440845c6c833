package io.homeostat.restart.topology;

import io.homeostat.common.contract.Component;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.restart.domain.Holds;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Terms;
import io.homeostat.restart.domain.Terms.Executable;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Policies, components and the plane's generation as one task sees them. Changed policies take effect at its next tick. */
final class PlaneView {

    private final Tables tables;
    private final KeyValueStore<String, byte[]> policyStore;
    private final KeyValueStore<String, byte[]> componentStore;
    private final KeyValueStore<String, byte[]> planeStore;
    private Policies policies;
    private long changesSeen;

    /** The global tables of one topology. */
    record Tables(GlobalTable policies, GlobalTable components, GlobalTable plane) {

        static Tables create() {
            return new Tables(PlaneTables.policies(), PlaneTables.components(), PlaneTables.plane());
        }

        List<GlobalTable> all() {
            return List.of(policies, components, plane);
        }
    }

    PlaneView(Tables tables, ProcessorContext<?, ?> context) {
        this.tables = tables;
        this.policyStore = tables.policies().store(context);
        this.componentStore = tables.components().store(context);
        this.planeStore = tables.plane().store(context);
        this.changesSeen = tables.policies().changes();
        this.policies = PlaneTables.policies(policyStore);
    }

    /** Takes changed policies into force. */
    void tick() {
        long changes = tables.policies().changes();
        if (changes != changesSeen) {
            changesSeen = changes;
            policies = PlaneTables.policies(policyStore);
        }
    }

    PlanePolicy plane() {
        return policies.plane().policy();
    }

    /** What holds for a worker. */
    Terms terms(Subject subject, Holds holds) {
        var scope = new PolicyScope(subject.environment(), subject.service(), subject.workerType());
        var restart = policies.restart(scope);
        var ofType = policies.restart(new PolicyScope(null, null, subject.workerType()));
        return new Terms(
                restart.policy(),
                ofType.policy().breaker(),
                plane(),
                restart.ref(),
                PlaneTables.generation(planeStore),
                executable(subject),
                holds);
    }

    /** A worker of which no status is known, as its own component describes it; without one, as it came. */
    Subject described(Subject subject) {
        var component = component(subject);
        if (subject.state() != null || component == null || !isOwn(component, subject)) {
            return subject;
        }
        var version = component.effectiveVersion();
        return new Subject(
                subject.workerId(),
                component.workerType(),
                component.service(),
                version == null ? subject.version() : version,
                component.environment(),
                subject.taskId(),
                subject.incarnation(),
                null);
    }

    private Executable executable(Subject subject) {
        var component = component(subject);
        return component == null
                ? Executable.BY_TOPIC
                : new Executable(
                        component.agent(),
                        component.executor(),
                        component.effectiveVersion(),
                        isOwn(component, subject),
                        component.restartable() && component.desired() == Component.Desired.RUNNING);
    }

    private @Nullable Component component(Subject subject) {
        return PlaneTables.component(componentStore, subject.workerId(), subject.workerType());
    }

    private static boolean isOwn(Component component, Subject subject) {
        return component.subject().equals(subject.workerId());
    }
}
