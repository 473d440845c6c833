package io.homeostat.rollback.signal;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants the switch thrown, or says that what it was thrown for goes on: the record of the internal topic
 * {@code switch-signals}, by scope. It is written in the same transaction as the decision that it follows from, which
 * {@code causeId} names.
 *
 * @param scope {@link #GLOBAL} or a service
 * @param service whose trouble it is; null where it is nobody's in particular
 * @param promotionId under watch when it happened; null where there is none
 * @param reason machine-readable
 * @param actor a service, or the person of a command
 * @param causeId id of the decision that asks; the signal's identity, as one decision asks once
 * @param incidentId the trouble that it belongs to; null outside of any trouble
 * @param evidence the numbers that the decision rests on; null where there are none
 */
public record SwitchSignal(
        Kind kind,
        String scope,
        @Nullable String service,
        @Nullable String promotionId,
        String reason,
        String actor,
        String causeId,
        @Nullable String incidentId,
        @Nullable Map<String, Object> evidence) {

    /** The scope of everything. */
    public static final String GLOBAL = "global";

    /** The largest record in bytes; our own are far smaller. */
    public static final int BYTES_MAX = 64 * 1024;

    /** What asks. */
    public enum Kind {
        /** A promotion under watch is in trouble. */
        ESCALATION,
        /** The trouble goes on or came back: it throws nothing, but a switch that is on must not be reset yet. */
        PERSISTENCE
    }

    /** The total parse of a signal; never throws. */
    public static Parsed<SwitchSignal> parse(@Nullable String key, byte @Nullable [] value) {
        if (value == null) {
            return Parsed.rejected("value", "is null");
        }
        if (value.length > BYTES_MAX) {
            return Parsed.rejected("value", value.length + " bytes are more than the limit of " + BYTES_MAX);
        }
        return switch (Json.read(value, SwitchSignal.class)) {
            case Parsed.Rejected<SwitchSignal> rejected -> rejected;
            case Parsed.Valid<SwitchSignal>(var signal) -> {
                if (!isWhole(signal)) {
                    yield Parsed.rejected("value", "lacks kind, scope, reason, actor or causeId");
                }
                yield signal.scope().equals(key)
                        ? new Parsed.Valid<>(signal)
                        : new Parsed.Rejected<>("key", "" + key, "differs from scope '" + signal.scope() + "'");
            }
        };
    }

    private static boolean isWhole(SwitchSignal signal) {
        return Stream.of(signal.kind(), signal.scope(), signal.reason(), signal.actor(), signal.causeId())
                .allMatch(Objects::nonNull);
    }
}
