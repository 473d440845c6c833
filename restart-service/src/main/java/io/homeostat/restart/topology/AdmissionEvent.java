package io.homeostat.restart.topology;

import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Typed input of the admission stage. */
sealed interface AdmissionEvent extends Addressed {

    /** The largest record in bytes; our own are far smaller. */
    int BYTES_MAX = 64 * 1024;

    /** The stage of the workers tells something. */
    record Told(AdmissionInput input) implements AdmissionEvent {
        @Override
        public String subject() {
            return input.workerId();
        }
    }

    /** The plane's clock: the record's timestamp is now. */
    record Ticked() implements AdmissionEvent {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** State of a group of {@code fleet-groups}. */
    record GroupSeen(String group, boolean blind) implements AdmissionEvent {
        @Override
        public String subject() {
            return group;
        }
    }

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<AdmissionEvent>> parsers() {
        return Map.of(
                Topics.RESTART_ADMISSION, AdmissionEvent::told,
                Topics.FLEET_GROUPS, AdmissionEvent::group);
    }

    private static Parsed<AdmissionEvent> told(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (Ticks.isTick(key)) {
            return new Parsed.Valid<>(new Ticked());
        }
        return switch (bounded(value, AdmissionInput.class)) {
            case Parsed.Rejected<AdmissionInput>(var field, var found, var reason) ->
                new Parsed.Rejected<>(field, found, reason);
            case Parsed.Valid<AdmissionInput>(var input) ->
                input.workerId().equals(key)
                        ? new Parsed.Valid<>(new Told(input))
                        : new Parsed.Rejected<>("key", "" + key, "differs from workerId '" + input.workerId() + "'");
        };
    }

    private static Parsed<AdmissionEvent> group(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (key == null) {
            return Parsed.rejected("key", "is missing");
        }
        if (value == null) {
            return new Parsed.Valid<>(new GroupSeen(key, false)); // a group that is no more is not blind
        }
        return switch (bounded(value, FleetGroup.class)) {
            case Parsed.Rejected<FleetGroup>(var field, var found, var reason) ->
                new Parsed.Rejected<>(field, found, reason);
            case Parsed.Valid<FleetGroup>(var group) -> {
                if (Objects.isNull(group.group()) || Objects.isNull(group.state())) {
                    yield Parsed.rejected("value", "lacks group or state");
                }
                yield group.group().equals(key)
                        ? new Parsed.Valid<>(new GroupSeen(key, group.state() == FleetGroup.State.BLIND))
                        : new Parsed.Rejected<>("key", key, "differs from group '" + group.group() + "'");
            }
        };
    }

    private static <T> Parsed<T> bounded(byte @Nullable [] value, Class<T> type) {
        if (value == null) {
            return Parsed.rejected("value", "is null");
        }
        return value.length > BYTES_MAX
                ? Parsed.rejected("value", value.length + " bytes are more than the limit of " + BYTES_MAX)
                : Json.read(value, type);
    }
}
