package io.homeostat.simulation;

import java.util.Set;

/** When everything is well and stays so, nothing is decided. */
final class QuietInvariant extends FaultInvariant {

    private static final Set<String> DECISIONS = Set.of(
            "restarts",
            "restart-commands",
            "restart-requests",
            "fixes",
            "fix-commands",
            "rollbacks",
            "rollback-commands",
            "kill-switch",
            "flags",
            "quarantine",
            "worker-status",
            "holds",
            "policies",
            "dead-letters");

    private boolean quiet;

    void begin() {
        quiet = true;
    }

    @Override
    void written(Recorder.Seen seen) {
        check(!quiet || !DECISIONS.contains(topic(seen)), "nothing is decided while all is well", seen);
    }
}
