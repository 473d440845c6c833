package io.homeostat.rollback.control.topology;

import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.POLICY_APPROVALS;
import static io.homeostat.common.topics.Topics.POLICY_REQUESTS;

import io.homeostat.common.streams.Intake;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * The application {@code rollback-service-policies}.
 *
 * <pre>
 * policy-requests, policy-approvals (with ticks), policies ─► keep-policies (1 partition) ─► policies, audit
 * </pre>
 *
 * {@code policies} is read as an ordinary source: its log is where seeds, restored and own records stand in one order.
 */
public final class PoliciesTopology {

    static final String DOCUMENTS = "policy-documents";
    static final String BOOKS = "policy-books";
    static final String ANSWERED = "answered-approvals";
    static final String TASK = "policies-task";

    private static final String INTAKE = "parse-policies";
    private static final String KEEP = "keep-policies";

    private PoliciesTopology() {}

    /** Every topic that must be there before the application starts. */
    public static List<TopicSpec> topics() {
        return List.of(POLICY_REQUESTS, POLICY_APPROVALS, POLICIES, AUDIT, DEAD_LETTERS);
    }

    /** The stage that keeps the policies. */
    public static Topology addTo(Topology topology, TopicNames names) {
        var stage = new Stage(SwitchTopology.SERVICE, "policies", names);
        topology.addProcessor(
                INTAKE,
                () -> new Intake<>(stage, PolicyEvent.parsers(), null, KEEP),
                stage.source(topology, POLICY_REQUESTS),
                stage.source(topology, POLICY_APPROVALS),
                stage.source(topology, POLICIES));
        topology.addProcessor(KEEP, () -> new PolicyProcessor(stage), INTAKE);
        for (var store : List.of(DOCUMENTS, BOOKS, ANSWERED, TASK)) {
            topology.addStateStore(SwitchTopology.persistent(store), KEEP);
        }
        stage.sink(topology, POLICIES, KEEP);
        stage.sink(topology, AUDIT, KEEP);
        stage.sink(topology, DEAD_LETTERS, INTAKE, KEEP);
        return topology;
    }
}
