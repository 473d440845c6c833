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

    private final FaultWorld world;
    private boolean quiet;
    private long decidedMs;

    QuietInvariant(FaultWorld world) {
        this.world = world;
    }

    /** When something was decided last. */
    long decidedMs() {
        return decidedMs;
    }

    void begin() {
        quiet = true;
    }

    @Override
    void written(Recorder.Seen seen) {
        if (DECISIONS.contains(topic(seen))) {
            decidedMs = world.nowMs();
            check(!quiet, "nothing is decided while all is well", seen);
        }
    }
}
