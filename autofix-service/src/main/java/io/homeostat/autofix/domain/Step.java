package io.homeostat.autofix.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.Restart;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where an open fix stands. Times are observed time in milliseconds unless the name says otherwise.
 *
 * <pre>
 * (proposed) ─► Deferred ─► Commanded ──► Watching ─► VERIFIED
 *      └─► Awaiting ─┘  └─► Restarting ──┘   └─► RevertDue ─► Reverting ─► REVERTED
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Step.Deferred.class, name = "DEFERRED"),
    @JsonSubTypes.Type(value = Step.Awaiting.class, name = "AWAITING"),
    @JsonSubTypes.Type(value = Step.Commanded.class, name = "COMMANDED"),
    @JsonSubTypes.Type(value = Step.Restarting.class, name = "RESTARTING"),
    @JsonSubTypes.Type(value = Step.Watching.class, name = "WATCHING"),
    @JsonSubTypes.Type(value = Step.RevertDue.class, name = "REVERT_DUE"),
    @JsonSubTypes.Type(value = Step.Reverting.class, name = "REVERTING")
})
public sealed interface Step {

    /** When time alone moves the fix on, inclusive. */
    long dueMs();

    /** True while the target is being changed or watched: no other fix of it may be. */
    @JsonIgnore
    default boolean acts() {
        return !(this instanceof Deferred || this instanceof Awaiting);
    }

    /** Id of the command that is out; null if none is. */
    @JsonIgnore
    default @Nullable String outstanding() {
        return switch (this) {
            case Commanded(var sent) -> sent.commandId();
            case Reverting(var sent) -> sent.commandId();
            case Deferred _, Awaiting _, Restarting _, Watching _, RevertDue _ -> null;
        };
    }

    /**
     * Something stands in the way for now.
     *
     * @param dueMs when it can have ended
     * @param sinceMs when the fix was proposed: who waits longest is served first
     */
    record Deferred(Fix.Reason reason, long dueMs, long sinceMs) implements Step {}

    /** A person is asked; {@code dueMs}: too late. */
    record Awaiting(long dueMs) implements Step {}

    /** The fix-command is out. */
    record Commanded(Sent sent) implements Step {
        @Override
        public long dueMs() {
            return sent.deadlineMs();
        }
    }

    /** The restarts of a fix that is one are asked for. */
    record Restarting(Awaited awaited, long dueMs) implements Step {}

    /**
     * Applied; does the trouble come back?
     *
     * @param awaited restarts that make the change effective: as long as there are any, the check has not begun
     * @param from append time from which (exclusive) a failure says that the fix did not help
     * @param untilSightedMs end of the check, in sighted time
     * @param dueMs when to look
     */
    record Watching(Awaited awaited, Instant from, long untilSightedMs, long dueMs) implements Step {}

    /**
     * Ineffective; the change is to be taken back as soon as nothing stands in the way.
     *
     * @param reason what does; null before the first look
     */
    record RevertDue(Fix.@Nullable Reason reason, long dueMs) implements Step {}

    /** The command that takes it back is out. */
    record Reverting(Sent sent) implements Step {
        @Override
        public long dueMs() {
            return sent.deadlineMs();
        }
    }

    /**
     * A command that is out.
     *
     * @param deadlineMs observed time from which there will be no answer
     * @param deadline the same as append time: both must be reached before anything else is done
     */
    record Sent(String commandId, long generation, long deadlineMs, Instant deadline) {

        Sent lookAgainAt(long ms) {
            return new Sent(commandId, generation, ms, deadline);
        }
    }

    /**
     * Restarts that were asked for and are not over.
     *
     * @param requests request ids by worker, sorted; {@link #JOINED} where a restart was under way already
     * @param failed workers whose restart did not succeed, and how, sorted
     * @param afresh workers of which a process was to be started after the change, sorted
     */
    record Awaited(Map<String, String> requests, Map<String, String> failed, List<String> afresh) {

        static final String JOINED = "";

        /** The restart that was joined began before the change: one of our own is to be asked for. */
        static final String AGAIN = "again";

        static final Awaited NONE = new Awaited(Map.of(), Map.of(), List.of());

        public Awaited {
            requests = Collections.unmodifiableMap(new TreeMap<>(requests));
            failed = Collections.unmodifiableMap(new TreeMap<>(failed));
            // Absent in the state that an earlier version kept.
            afresh = List.copyOf(new TreeSet<>(Objects.requireNonNullElse(afresh, List.of())));
        }

        @JsonIgnore
        public boolean isOver() {
            return requests.isEmpty();
        }

        /** Workers for which a restart is to be asked for once more. */
        List<String> again() {
            return requests.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(AGAIN))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** What has not ended by now counts as failed. */
        Awaited givenUp() {
            var wrong = new TreeMap<>(failed);
            requests.keySet().forEach(worker -> wrong.put(worker, "NO_END"));
            return new Awaited(Map.of(), wrong, afresh);
        }

        /** The worker is waited for under another request. */
        Awaited under(String worker, String request) {
            var waiting = new TreeMap<>(requests);
            waiting.put(worker, request);
            return new Awaited(waiting, failed, afresh);
        }

        /** The worker is not waited for any more; {@code wrong}: why its restart did not succeed, null if it did. */
        Awaited ended(String worker, @Nullable String wrong) {
            var waiting = new TreeMap<>(requests);
            waiting.remove(worker);
            var all = new TreeMap<>(failed);
            if (wrong != null) {
                all.put(worker, wrong);
            }
            return new Awaited(waiting, all, afresh);
        }

        /**
         * A restart of a worker begins or ended.
         *
         * @param changedAt append time at which the settings were as they shall be: a process that was to be started before
         *     may run with the old ones; null where none were changed
         */
        Awaited after(AdmissionInput.Restarted told, @Nullable Instant changedAt) {
            var worker = told.workerId();
            var request = requests.get(worker);
            if (request == null) {
                return this;
            }
            if (told.status() == Restart.Status.COMMANDED) {
                return begun(worker, told.at(), changedAt);
            }
            boolean ours = request.equals(told.requestId());
            if (ours && told.reason() == Restart.Reason.ALREADY_PENDING) {
                return under(worker, JOINED);
            }
            boolean joined = request.equals(JOINED) && told.attempt() > 0;
            if (!ours && !joined) {
                return this;
            }
            boolean succeeded = told.status() == Restart.Status.SUCCEEDED;
            if (joined && succeeded && changedAt != null && !afresh.contains(worker)) {
                return under(worker, AGAIN);
            }
            return ended(worker, succeeded ? null : told.status() + " " + told.reason());
        }

        private Awaited begun(String worker, @Nullable Instant at, @Nullable Instant changedAt) {
            if (at == null || changedAt == null || !at.isAfter(changedAt)) {
                return this;
            }
            var all = new TreeSet<>(afresh);
            all.add(worker);
            return new Awaited(requests, failed, List.copyOf(all));
        }
    }
}
