package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.ChangeHistory;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.effects.kafka.Outbound.Acknowledged;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what became of changes, and notes down what the broker has acknowledged. */
final class ChangeMouth {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeMouth.class);

    private final LaneContext context;
    private final Lanes lanes;
    private final Reports reports;
    private final Set<String> onTheirWay = ConcurrentHashMap.newKeySet();

    ChangeMouth(LaneContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
        this.reports = new Reports(context.agent());
    }

    /** Says that work on a change begins. The broker's answer to it is the proof of what time it is. */
    CompletableFuture<Acknowledged> accepted(Change change) {
        return send(change, result(change, Status.ACCEPTED, "begins"));
    }

    /**
     * Fixes the outcome of a change and sends it.
     *
     * @param message for the plane; that of a fix may hold values of settings, which the log must not show
     * @param logged what the log shows of it
     * @param also entries that stand and fall with it
     */
    void finish(Change change, Status status, String message, String logged, List<? extends JournalEntry> also) {
        var result = result(change, status, message);
        var entries = new ArrayList<JournalEntry>();
        entries.add(new JournalEntry.ChangeDone(change.key(), result));
        entries.addAll(also);
        context.journal().append(entries);
        context.metrics().done(kind(change), status);
        LOG.info("{}: {} {}: {} {}", change.subject(), kind(change), change.commandId(), status, logged);
        sayWhatIsLeft(change.key());
    }

    /** Sends every outcome that the broker has not acknowledged. */
    void sayWhatIsLeft(String key) {
        for (var known : context.journal().changes(key).changes()) {
            var result = known.result();
            if (result != null && !known.answered() && onTheirWay.add(result.commandId())) {
                say(known.change(), result);
            }
        }
    }

    /** A change came again: its answer goes out again, unless the first one is still to be written. */
    void repeat(ChangeHistory known, CommandResult result) {
        if (known.answered()) {
            var _ = send(known.change(), result);
        }
    }

    private void say(Change change, CommandResult result) {
        var _ = send(change, result).whenComplete((acknowledged, failure) -> {
            if (acknowledged != null && failure == null) {
                lanes.submit(ChangeLane.laneOf(change.key()), () -> {
                    onTheirWay.remove(result.commandId());
                    context.journal().append(new JournalEntry.ChangeAnswered(change.key(), result.commandId()));
                });
            }
        });
    }

    private CompletableFuture<Acknowledged> send(Change change, CommandResult result) {
        var now = context.clock().now().orElseGet(Instant::now); // before the first tick, for the header only
        return context.outbound()
                .send(reports.result(topic(change), result, change.commandId(), change.provenance(), now));
    }

    private CommandResult result(Change change, Status status, String message) {
        return Mouth.bounded(
                change.subject(), change.commandId(), status, context.agent(), message, null, Instant.now());
    }

    private static TopicSpec topic(Change change) {
        return switch (change) {
            case Change.Settings _ -> Topics.FIX_RESULTS;
            case Change.Rollback _ -> Topics.ROLLBACK_RESULTS;
        };
    }

    private static String kind(Change change) {
        return switch (change) {
            case Change.Settings _ -> "fix";
            case Change.Rollback _ -> "rollback";
        };
    }
}
