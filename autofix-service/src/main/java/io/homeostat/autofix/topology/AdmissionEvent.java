package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Typed input of the admission stage. Its sources have one partition, so nothing can be misplaced. */
sealed interface AdmissionEvent extends Addressed {

    /** The largest record in bytes; our own are smaller. */
    int BYTES_MAX = 128 * 1024;

    @Override
    default @Nullable String subject() {
        return null;
    }

    /** The stage of the targets tells something. */
    record Told(AdmissionInput input) implements AdmissionEvent {}

    /** A tick that came through a task of the stage before; of task 0, the plane's clock: the record's timestamp is now. */
    record Ticked(int partition) implements AdmissionEvent {}

    /** State of a group of {@code fleet-groups}; NORMAL where it is no more. */
    record GroupSeen(String group, FleetGroup.State state) implements AdmissionEvent {}

    /** Nothing acts in a scope; null: no longer. */
    record HoldSeen(String scope, @Nullable Hold hold) implements AdmissionEvent {}

    /** Another service's to refuse: exactly one refuses each topic. */
    record PassedOver() implements AdmissionEvent {}

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<AdmissionEvent>> parsers() {
        return Map.of(
                Topics.FIX_ADMISSION, AdmissionEvent::told,
                Topics.FLEET_GROUPS, AdmissionEvent::group,
                Topics.HOLDS, AdmissionEvent::hold);
    }

    private static Parsed<AdmissionEvent> told(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (Ticks.isTick(key)) {
            return tick(String.valueOf(key));
        }
        if (value == null || value.length > BYTES_MAX) {
            return Parsed.rejected("value", "is null or above the limit of " + BYTES_MAX + " bytes");
        }
        return switch (Json.read(value, AdmissionInput.class)) {
            case Parsed.Rejected<AdmissionInput>(var field, var found, var reason) ->
                new Parsed.Rejected<>(field, found, reason);
            case Parsed.Valid<AdmissionInput>(var input) ->
                input.about().equals(key)
                        ? new Parsed.Valid<>(new Told(input))
                        : new Parsed.Rejected<>("key", "" + key, "differs from '" + input.about() + "'");
        };
    }

    private static Parsed<AdmissionEvent> tick(String key) {
        for (int partition = 0; partition < TopicSpec.PARTITIONS; partition++) {
            if (key.equals(Ticks.key(partition))) {
                return new Parsed.Valid<>(new Ticked(partition));
            }
        }
        return new Parsed.Rejected<>("key", key, "names no partition");
    }

    /** What cannot be read is refused by restart-service. */
    private static Parsed<AdmissionEvent> group(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (key == null) {
            return new Parsed.Valid<>(new PassedOver());
        }
        if (value == null) {
            return new Parsed.Valid<>(new GroupSeen(key, FleetGroup.State.NORMAL));
        }
        return new Parsed.Valid<>(
                value.length <= BYTES_MAX
                                && Json.read(value, FleetGroup.class) instanceof Parsed.Valid<FleetGroup>(var group)
                                && Objects.nonNull(group.state())
                                && key.equals(group.group())
                        ? new GroupSeen(key, group.state())
                        : new PassedOver());
    }

    /** A broken record of restart-service is a bug there: what was last said of the scope stays in force. */
    private static Parsed<AdmissionEvent> hold(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (key != null && value == null) {
            return new Parsed.Valid<>(new HoldSeen(key, null));
        }
        return new Parsed.Valid<>(
                Hold.parse(key, value) instanceof Parsed.Valid<Hold>(var hold)
                        ? new HoldSeen(hold.scope(), hold)
                        : new PassedOver());
    }
}
