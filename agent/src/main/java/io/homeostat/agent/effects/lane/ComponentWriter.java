package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.effects.kafka.PlaneViews.Revision;
import io.homeostat.agent.effects.settings.ComponentText.Edit;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes components anew with one thing changed. A topic knows no "write if unchanged": so the record is read to the end
 * of the log before, and afterwards the log says whether somebody else's record slipped in between. If so, the change is
 * made once more, to theirs; an operator's {@code desired: STOPPED} or removal is not lost.
 */
final class ComponentWriter {

    private static final int ATTEMPTS_MAX = 5;

    private final LaneContext context;
    private final Reports reports;
    private final ReentrantLock lock = new ReentrantLock();

    ComponentWriter(LaneContext context) {
        this.context = context;
        this.reports = new Reports(context.agent());
    }

    /** Outcome of a write. */
    sealed interface Written {
        /** The component is as wanted. */
        record Done() implements Written {}

        /** It is not, and why. */
        record Problem(String problem) implements Written {}

        /** The agent closes: the outcome is not known yet. */
        record Closing() implements Written {}
    }

    /**
     * A record after an edit.
     *
     * @param value the edited record, or the one that must stand where it cannot be edited; null: none
     * @param problem why it cannot be edited; null: it was
     */
    private record Edited(byte @Nullable [] value, @Nullable String problem) {}

    /** Why the component cannot be edited so, or empty. */
    Optional<String> problem(String subject, Edit edit) {
        var revisions = context.views().revisions(subject);
        return revisions.isEmpty()
                ? Optional.of("there is no such component of this agent")
                : Optional.ofNullable(edited(subject, revisions.getLast(), edit).problem());
    }

    /**
     * Writes a component.
     *
     * @param fence what forbids it, looked at right before the record is sent
     */
    Written write(String subject, Change change, Edit edit, Supplier<Optional<String>> fence) {
        lock.lock();
        try {
            return Proof.current(context) ? written(subject, change, edit, fence) : new Written.Closing();
        } finally {
            lock.unlock();
        }
    }

    private Written written(String subject, Change change, Edit edit, Supplier<Optional<String>> fence) {
        var revisions = context.views().revisions(subject);
        if (revisions.isEmpty()) {
            return new Written.Problem("there is no such component of this agent");
        }
        var basis = revisions.getLast();
        var ours = new ArrayList<byte[]>();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var wanted = edited(subject, basis, edit);
            if (Arrays.equals(wanted.value(), latest(subject).value())) {
                return outcome(wanted);
            }
            var refusal = ours.isEmpty() ? fence.get() : Optional.<String>empty();
            if (refusal.isPresent()) {
                return new Written.Problem(refusal.get());
            }
            if (!sent(subject, wanted.value(), change)) {
                return new Written.Closing();
            }
            if (wanted.value() != null) {
                ours.add(wanted.value());
            }
            var foreign = foreign(subject, basis, wanted.value(), ours);
            if (foreign.isEmpty()) {
                return outcome(wanted);
            }
            basis = foreign.get();
        }
        return new Written.Problem("the component is changed by others all the time");
    }

    private static Written outcome(Edited edited) {
        return edited.problem() == null ? new Written.Done() : new Written.Problem(edited.problem());
    }

    private boolean sent(String subject, byte @Nullable [] value, Change change) {
        var now = context.clock().now().orElse(java.time.Instant.EPOCH); // never without: the change was proven before
        return Proof.acknowledged(context, context.outbound().send(reports.component(subject, value, change, now)))
                && Proof.current(context);
    }

    /** The newest record since the basis that is none of ours. */
    private Optional<Revision> foreign(String subject, Revision basis, byte @Nullable [] wanted, List<byte[]> ours) {
        return context.views().revisions(subject).stream()
                .filter(revision -> revision.number() > basis.number())
                .filter(revision -> !Arrays.equals(revision.value(), wanted))
                .filter(revision -> ours.stream().noneMatch(own -> Arrays.equals(own, revision.value())))
                .reduce((_, newer) -> newer);
    }

    private Revision latest(String subject) {
        return context.views().revisions(subject).getLast();
    }

    private Edited edited(String subject, Revision basis, Edit edit) {
        var value = basis.value();
        if (value == null) {
            return new Edited(null, "the component was removed");
        }
        if (!(Component.parse(subject, value) instanceof Parsed.Valid<Component>(var component))
                || !context.agent().equals(component.agent())) {
            return new Edited(value, "the component is not this agent's any more");
        }
        try {
            var edited = edit.apply(value);
            return Component.parse(subject, edited) instanceof Parsed.Rejected<Component> rejected
                    ? new Edited(value, rejected.message())
                    : new Edited(edited, null);
        } catch (IOException e) {
            return new Edited(value, String.valueOf(e.getMessage()));
        }
    }
}
