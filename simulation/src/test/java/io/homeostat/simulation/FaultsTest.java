package io.homeostat.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The invariants of the plane over scripts out of seeds, with services killed at any record and within transactions. As
 * many seeds as the budget allows; {@code -Dfaults.first=N -Dfaults.seeds=N -Dfaults.budget=SECONDS} for others and more.
 */
class FaultsTest {

    private static final long FIRST = Long.getLong("faults.first", 1);
    private static final long SEEDS = Long.getLong("faults.seeds", 60);
    private static final long BUDGET_S = Long.getLong("faults.budget", 45);

    /** From so many seeds on everything that the invariants are about must have happened. */
    private static final int ENOUGH = 30;

    private static final String[] MUST_BE_MET = {
        "restart-commands TERMINATE",
        "restart-commands START",
        "restart-commands RESTART",
        "restarts SUCCEEDED",
        "restarts FAILED",
        "restarts UNKNOWN",
        "restarts DEFERRED",
        "restarts CANCELLED",
        "worker-status ZOMBIE",
        "worker-status FAILED",
        "fleet-groups BLIND",
        "rollbacks ROLLED_BACK",
        "rollbacks CONFIRMED",
        "kill-switch true",
        "kill-switch false",
        "holds",
        "audit KILL_SWITCH_RESET"
    };

    @Test
    void the_invariants_hold_whatever_happens_and_whatever_fails() {
        long end = System.nanoTime() + Duration.ofSeconds(BUDGET_S).toNanos();
        long seed = FIRST;
        var met = new TreeSet<String>();
        for (; seed < FIRST + SEEDS && System.nanoTime() < end; seed++) {
            var script = FaultScript.of(seed);
            var lived = FaultWorld.live(script);
            met.addAll(lived.met());
            if (!lived.broken().isEmpty()) {
                fail(smallest(script, lived.broken()));
            }
        }
        System.out.println("seeds " + FIRST + " to " + (seed - 1) + " hold");
        assertThat(seed).as("at least one seed fits into the budget").isGreaterThan(FIRST);
        if (seed - FIRST >= ENOUGH) {
            assertThat(met).contains(MUST_BE_MET);
        }
    }

    @Test
    void the_same_seed_lives_the_same_life() {
        assertThat(FaultScript.of(7)).isEqualTo(FaultScript.of(7)).isNotEqualTo(FaultScript.of(8));
    }

    /** Leaves out what is not needed to break the same invariant. */
    private static String smallest(FaultScript script, List<String> broken) {
        var name = name(broken);
        var smallest = script;
        var words = broken;
        for (int i = smallest.troubles().size() - 1; i >= 0; i--) {
            var fewer = smallest.without(i);
            var still = FaultWorld.live(fewer).broken();
            if (!still.isEmpty() && name(still).equals(name)) {
                smallest = fewer;
                words = still;
            }
        }
        return "broken: " + String.join("\n  ", words) + "\nby " + smallest;
    }

    private static String name(List<String> broken) {
        return broken.getFirst().substring(0, broken.getFirst().indexOf(':'));
    }
}
