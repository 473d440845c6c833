package io.homeostat.pattern.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.policy.FailurePatternPolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.PoliciesInForce;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Now;
import io.homeostat.pattern.domain.Occurrence;
import io.homeostat.pattern.domain.PatternRules;
import io.homeostat.pattern.domain.PatternState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Counts each occurrence once into its pattern, and lets those out that left the window; writes what changed by it. */
final class PatternProcessor implements Processor<String, Object, String, Object> {

    /** Patterns of one task at most; the occurrence of one more is a dead letter. */
    static final int PATTERNS_MAX = 200_000;

    private final Stage stage;
    private final GlobalTable table;
    private KeyValueStore<String, byte[]> patterns;
    private Occurrences occurrences;
    private DueIndex due;
    private TaskClock clock;
    private PoliciesInForce policies;
    private PolicyMark mark;
    private Outbox outbox;
    private ProcessorContext<String, Object> context;
    private int tracked;
    private boolean ticked;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    PatternProcessor(Stage stage, GlobalTable table) {
        this.stage = stage;
        this.table = table;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        patterns = context.getStateStore(PatternTopology.PATTERNS);
        occurrences = new Occurrences(context.getStateStore(PatternTopology.OCCURRENCES));
        due = new DueIndex(context.getStateStore(PatternTopology.PATTERNS_DUE));
        KeyValueStore<String, byte[]> single = context.getStateStore(PatternTopology.PATTERNS_CLOCK);
        clock = new TaskClock(single);
        mark = new PolicyMark(single);
        policies = new PoliciesInForce(table, context);
        outbox = new Outbox(context, stage);
        try (var all = patterns.all()) {
            all.forEachRemaining(_ -> tracked++);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the intake before it gives nothing else
    public void process(Record<String, Object> record) {
        switch ((Fed<Occurrence>) record.value()) {
            case Fed.Ticked<Occurrence>(var coordinates) -> tick(record.timestamp(), coordinates);
            case Fed.Told<Occurrence>(var patternId, var occurrence) -> occurred(patternId, occurrence, record);
        }
    }

    private void occurred(String patternId, Occurrence occurrence, Record<String, Object> record) {
        var policy = policy(occurrence);
        var now = clock.at(record.timestamp(), policies.policies().plane().policy());
        // What is read after later ticks, as out of a backlog, is as old as its append time says.
        long lateMs = now.at().toEpochMilli() - record.timestamp();
        long atMs = Math.max(0, now.observedMs() - lateMs);
        if (!policy.policy().enabled()
                || !PatternRules.counts(now.observedMs() - lateMs, now.observedMs(), policy.policy())
                || occurrences.isKnown(patternId, occurrence.failureId())) {
            return;
        }
        letOut(patternId, now, occurrence.causeId());
        var state = state(patternId);
        if (state == null && tracked >= PATTERNS_MAX) {
            overflow(occurrence, record);
            return;
        }
        var at = Instant.ofEpochMilli(record.timestamp());
        occurrences.add(patternId, occurrence.failureId(), atMs);
        settle(patternId, state, PatternRules.occurred(bounded(patternId, state), occurrence, atMs, at, policy), at);
    }

    /** What left the window since the last tick must not make a pattern together with what is new. */
    private void letOut(String patternId, Now now, String causeId) {
        var state = state(patternId);
        if (state != null
                && !PatternRules.counts(
                        state.oldestMs(),
                        now.observedMs(),
                        policy(state.first()).policy())) {
            look(patternId, now, causeId, Occurrences.MAX);
        }
    }

    /** A pattern that has as many as can be kept forgets its oldest for the new one. */
    private @Nullable PatternState bounded(String patternId, @Nullable PatternState state) {
        if (state == null || state.count() < Occurrences.MAX) {
            return state;
        }
        var left = occurrences.remove(patternId, state.oldestMs(), Long.MAX_VALUE, 1);
        return state.left(state.count() - left.removed(), left.oldestMs());
    }

    private void tick(long appendMs, String coordinates) {
        boolean changed = policies.tick() || !ticked;
        ticked = true;
        var now = clock.tick(appendMs, policies.policies().plane().policy());
        if (changed && mark.isMoved(policies.policies())) {
            all().forEach(patternId -> due.add(new DueIndex.Due(0, patternId)));
        }
        due.due(now.observedMs()).forEach(entry -> {
            due.remove(entry);
            look(entry.name(), now, coordinates, Occurrences.PER_TICK);
        });
    }

    /** Lets out what left the window and judges what is left. */
    private void look(String patternId, Now now, String coordinates, int max) {
        var state = state(patternId);
        if (state == null) {
            return;
        }
        var policy = policy(state.first());
        long windowMs = PatternRules.windowMs(policy.policy());
        long untilMs = now.observedMs() - windowMs + 1; // exactly one window old no longer counts
        var left = occurrences.remove(patternId, state.oldestMs(), untilMs, max);
        int count = state.count() - left.removed();
        settle(patternId, state, PatternRules.left(state, count, left.oldestMs(), policy, coordinates), now.at());
    }

    private void settle(String patternId, @Nullable PatternState before, PatternRules.Verdict verdict, Instant at) {
        for (var told : verdict.told()) {
            var pattern = told.pattern();
            var provenance = pattern.provenance();
            if (provenance != null) { // ours always have one
                var type = pattern.status().name();
                outbox.send(Topics.FAILURE_PATTERNS, patternId, pattern, provenance, type, at);
            }
            var signal = told.signal();
            if (signal != null) {
                outbox.forward(
                        Topics.INCIDENT_SIGNALS,
                        new Record<>(signal.incidentId(), Json.bytes(signal), at.toEpochMilli()));
            }
        }
        var after = verdict.state();
        if (before != null) {
            due.remove(due(patternId, before));
        }
        if (after == null) {
            patterns.delete(patternId);
        } else {
            patterns.put(patternId, Json.bytes(after));
            due.add(due(patternId, after));
        }
        tracked += (after == null ? 0 : 1) - (before == null ? 0 : 1);
    }

    private DueIndex.Due due(String patternId, PatternState state) {
        long oldestMs = state.oldestMs();
        long windowMs = PatternRules.windowMs(policy(state.first()).policy());
        return new DueIndex.Due(oldestMs == Long.MAX_VALUE ? oldestMs : oldestMs + windowMs, patternId);
    }

    private void overflow(Occurrence occurrence, Record<String, Object> record) {
        var metadata = context.recordMetadata();
        var origin = new Origin(
                Topics.PATTERN_OCCURRENCES.name(),
                metadata.map(m -> m.partition()).orElse(-1),
                metadata.map(m -> m.offset()).orElse(-1L),
                Instant.ofEpochMilli(record.timestamp()));
        outbox.deadLetter(
                origin,
                null,
                occurrence.subject(),
                Json.bytes(occurrence),
                "more than " + PATTERNS_MAX + " patterns are within their windows");
    }

    private List<String> all() {
        var ids = new ArrayList<String>();
        try (var all = patterns.all()) {
            all.forEachRemaining(entry -> ids.add(entry.key));
        }
        return ids;
    }

    private @Nullable PatternState state(String patternId) {
        var bytes = patterns.get(patternId);
        return bytes == null ? null : Json.readState(bytes, PatternState.class);
    }

    private InForce<FailurePatternPolicy> policy(Occurrence occurrence) {
        return policies.policies().failurePattern(new PolicyScope(null, occurrence.service(), occurrence.workerType()));
    }
}
