package io.homeostat.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The invariants of the plane over scripts out of seeds, with services killed at any record, within transactions and for a
 * while. As many seeds as the budget allows; {@code -Dfaults.first=N -Dfaults.seeds=N -Dfaults.budget=SECONDS
 * -Dfaults.threads=N -Dfaults.table=true} for others and more.
 */
class FaultsTest {

    private static final long FIRST = Long.getLong("faults.first", 1);
    private static final long SEEDS = Long.getLong("faults.seeds", 120);
    private static final long BUDGET_S = Long.getLong("faults.budget", 40);
    private static final int THREADS = Integer.getInteger("faults.threads", 1);

    /** From so many seeds on everything that the invariants are about must have happened. */
    private static final int ENOUGH = 100;

    private static final List<String> MUST_BE_MET = List.of(
            "restart-commands TERMINATE",
            "restart-commands START",
            "restart-commands RESTART",
            "restarts SUCCEEDED",
            "restarts FAILED",
            "restarts ABANDONED",
            "restarts CANCELLED CANCEL RECOVERED",
            "restarts DEFERRED WAIT CIRCUIT_BREAKER_OPEN",
            "restarts COMMANDED TERMINATE STUCK",
            "circuit-breakers OPEN",
            "circuit-breakers HALF_OPEN",
            "circuit-breakers CLOSED",
            "quarantine QUARANTINED",
            "quarantine RELEASED",
            "worker-status ZOMBIE SILENT",
            "worker-status FAILED CRASHED",
            "worker-status STUCK NO_PROGRESS",
            "worker-status STOPPED GOODBYE",
            "fleet-groups BLIND",
            "failure-patterns timeout",
            "fixes ask_first AWAITING_APPROVAL",
            "fixes REFUSED NO_MATCHING_FIX",
            "fix-commands",
            "rollbacks MONITORING ROLLED_BACK",
            "rollbacks MONITORING CONFIRMED",
            "rollbacks MONITORING CANCELLED",
            "rollbacks CHECK ESCALATE",
            "rollback-commands",
            "kill-switch SWITCHED_ON CONSECUTIVE_FAILURES",
            "kill-switch SWITCHED_OFF",
            "holds PAUSE",
            "holds MAINTENANCE",
            "policies COMMANDED",
            "flags",
            "dead-letters",
            "audit KILL_SWITCH_RESET AWAITING_APPROVAL");

    @Test
    void the_invariants_hold_whatever_happens_and_whatever_fails() {
        var run = FaultRun.of(FIRST, SEEDS, BUDGET_S, THREADS);
        if (Boolean.getBoolean("faults.table")) {
            run.met().forEach((what, times) -> System.out.printf("%8d  %s%n", times, what));
        }
        System.out.printf(
                "%d seeds from %d on hold, %.1f s, %.2f s each%n",
                run.seeds(), FIRST, run.seconds(), run.seconds() / Math.max(1, run.seeds()));
        if (run.broken() != null) {
            fail(run.broken());
        }
        assertThat(run.seeds()).as("at least one seed fits into the budget").isPositive();
        if (run.seeds() >= ENOUGH) {
            var missing = new ArrayList<>(MUST_BE_MET);
            missing.removeIf(word -> run.met().keySet().stream().anyMatch(met -> met.startsWith(word)));
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void the_same_seed_lives_the_same_life() {
        assertThat(FaultScript.of(7)).isEqualTo(FaultScript.of(7)).isNotEqualTo(FaultScript.of(8));
        assertThat(FaultWorld.live(FaultScript.of(7), 0).met())
                .isEqualTo(FaultWorld.live(FaultScript.of(7), 0).met());
    }
}
