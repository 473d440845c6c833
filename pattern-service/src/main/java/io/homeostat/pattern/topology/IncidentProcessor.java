package io.homeostat.pattern.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.policy.IncidentPolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.PoliciesInForce;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Commands;
import io.homeostat.pattern.domain.IncidentDecision;
import io.homeostat.pattern.domain.IncidentRules;
import io.homeostat.pattern.domain.IncidentState;
import io.homeostat.pattern.domain.Now;
import io.homeostat.pattern.domain.Signal;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Finds the incident, asks the rules, keeps and writes; and looks at what is due at ticks. */
final class IncidentProcessor implements Processor<String, Object, String, Object> {

    private final Stage stage;
    private final GlobalTable table;
    private KeyValueStore<String, byte[]> incidents;
    private AnsweredCommands answered;
    private DueIndex due;
    private TaskClock clock;
    private PoliciesInForce policies;
    private PolicyMark mark;
    private Outbox outbox;
    private AuditWriter audit;
    private boolean ticked;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    IncidentProcessor(Stage stage, GlobalTable table) {
        this.stage = stage;
        this.table = table;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        KeyValueStore<String, byte[]> single = context.getStateStore(PatternTopology.INCIDENTS_CLOCK);
        incidents = context.getStateStore(PatternTopology.INCIDENT_STATES);
        answered = new AnsweredCommands(context.getStateStore(PatternTopology.COMMANDS));
        due = new DueIndex(context.getStateStore(PatternTopology.INCIDENTS_DUE));
        clock = new TaskClock(single);
        mark = new PolicyMark(single);
        policies = new PoliciesInForce(table, context);
        outbox = new Outbox(context, stage);
        audit = new AuditWriter(
                outbox,
                single,
                stage.service() + "/incidents-" + context.taskId().partition());
    }

    @Override
    @SuppressWarnings("unchecked") // the intake before it gives nothing else
    public void process(Record<String, Object> record) {
        switch ((Fed<Signal>) record.value()) {
            case Fed.Ticked<Signal>(var coordinates) -> tick(record.timestamp(), coordinates);
            case Fed.Told<Signal>(var _, var signal) -> told(signal, record.timestamp());
        }
    }

    private void told(Signal signal, long atMs) {
        var now = clock.at(atMs, policies.policies().plane().policy());
        var at = Instant.ofEpochMilli(atMs);
        var state = state(signal.incidentId());
        var policy = state == null ? policy(signal) : policy(state);
        if (signal instanceof Signal.Ordered(var command, var _)) {
            int before = answered.answer(command.commandId());
            if (before > 0) {
                answer(Commands.repeated(command, before, policy), at);
                return;
            }
        }
        settle(state, IncidentRules.decide(state, signal, at, policy, now), at);
    }

    private void tick(long appendMs, String coordinates) {
        boolean changed = policies.tick() || !ticked;
        ticked = true;
        var now = clock.tick(appendMs, policies.policies().plane().policy());
        if (changed && mark.isMoved(policies.policies())) {
            reindex();
        }
        for (var entry : due.due(now.observedMs())) {
            due.remove(entry);
            look(entry.name(), now, coordinates);
        }
    }

    private void look(String incidentId, Now now, String coordinates) {
        var state = state(incidentId);
        if (state != null) {
            settle(state, IncidentRules.due(state, policy(state), now, coordinates), now.at());
        }
    }

    private void settle(@Nullable IncidentState before, IncidentRules.Verdict verdict, Instant at) {
        for (var decision : verdict.decisions()) {
            switch (decision) {
                case IncidentDecision.Written(var change, var incident, var provenance) ->
                    outbox.send(Topics.INCIDENTS, incident.incidentId(), incident, provenance, change.name(), at);
                case IncidentDecision.Answered answer -> answer(answer, at);
            }
        }
        var after = verdict.state();
        if (after != null) {
            incidents.put(after.shown().incidentId(), Json.bytes(after));
            if (before != null) {
                due.remove(due(before));
            }
            due.add(due(after));
        }
    }

    private void answer(IncidentDecision.Answered answer, Instant at) {
        OperatorCommand command = answer.command();
        audit.answer(
                command.subject(),
                command.actor(),
                null,
                command.type().name(),
                answer.reason().name(),
                command.commandId(),
                answer.provenance(),
                at);
    }

    /** Other minutes, other due times: an entry that no longer fits is looked at once and finds nothing due. */
    private void reindex() {
        try (var states = incidents.all()) {
            states.forEachRemaining(entry -> due.add(due(Json.readState(entry.value, IncidentState.class))));
        }
    }

    private DueIndex.Due due(IncidentState state) {
        long dueMs = IncidentRules.dueMs(state, policy(state).policy());
        return new DueIndex.Due(dueMs, state.shown().incidentId());
    }

    private @Nullable IncidentState state(String incidentId) {
        var bytes = incidents.get(incidentId);
        return bytes == null ? null : Json.readState(bytes, IncidentState.class);
    }

    private InForce<IncidentPolicy> policy(IncidentState state) {
        return policy(state.track().service(), state.track().workerType());
    }

    private InForce<IncidentPolicy> policy(Signal signal) {
        return signal instanceof Signal.Trouble trouble
                ? policy(trouble.service(), trouble.workerType())
                : policy(null, null);
    }

    private InForce<IncidentPolicy> policy(@Nullable String service, @Nullable String workerType) {
        return policies.policies().incident(new PolicyScope(null, service, workerType));
    }
}
