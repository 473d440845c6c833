package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.common.topics.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The views that the stage looks at: the policies, and its own two as everybody else sees them. An instance belongs to one
 * topology.
 */
record SwitchTables(GlobalTable policies, GlobalTable killSwitch, GlobalTable flags) {

    static SwitchTables create() {
        return new SwitchTables(
                PlaneTables.policies(),
                new GlobalTable(Topics.KILL_SWITCH, (key, value, _) -> reason(KillSwitch.parse(key, value))),
                new GlobalTable(Topics.FLAGS, (key, value, _) -> reason(FlagValue.parse(key, value))));
    }

    List<GlobalTable> all() {
        return List.of(policies, killSwitch, flags);
    }

    private static @Nullable String reason(Parsed<?> parsed) {
        return parsed instanceof Parsed.Rejected<?> rejected ? rejected.message() : null;
    }
}
