package io.homeostat.common.contract;

/**
 * State of a worker as the plane sees it.
 *
 * <pre>
 * REGISTERED ──beat──► ALIVE ──silent──► WARNING ──► UNRESPONSIVE ──► ZOMBIE
 *     │                 ▲ ▲ └─ no progress ─► STUCK          │            │
 *     │                 │ └───────── beat (resumed) ─────────┴────────────┘
 *     └─never heard─► ZOMBIE        any ── crash ──► FAILED    any ── good-bye ──► STOPPED
 * </pre>
 */
public enum WorkerState {
    REGISTERED,
    ALIVE,
    WARNING,
    UNRESPONSIVE,
    ZOMBIE,
    FAILED,
    STUCK,
    STOPPED;

    /** True for the states that ask for a repair. */
    public boolean isDown() {
        return this == ZOMBIE || this == FAILED || this == STUCK;
    }
}
