package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.Addressed;
import org.jspecify.annotations.Nullable;

/** A change of a group, on its way to the stage that keeps groups. */
record GroupDelta(FleetGroup group) implements Addressed {

    @Override
    public String subject() {
        return group.group();
    }

    static Parsed<GroupDelta> parse(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (value == null) {
            return Parsed.rejected("value", "is null");
        }
        return switch (Json.read(value, FleetGroup.class)) {
            case Parsed.Rejected<FleetGroup>(var field, var found, var reason) ->
                new Parsed.Rejected<>(field, found, reason);
            case Parsed.Valid<FleetGroup>(var group) ->
                group.group() == null || !group.group().equals(key) || group.state() == null || group.since() == null
                        ? Parsed.rejected("value", "is no change of the group " + key)
                        : new Parsed.Valid<>(new GroupDelta(group));
        };
    }
}
