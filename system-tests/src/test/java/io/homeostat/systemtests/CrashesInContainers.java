package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crashes of what heals, in the middle of heals: the broker, the services that watch and restart, the agent. */
abstract class CrashesInContainers extends PlaneInContainers {

    @BeforeAll
    void startVictims() throws InterruptedException {
        startWorkers("1.0", List.of("of-kafka", "of-heartbeat-service", "of-restart-service", "of-agent", "restarted"));
    }

    @Test
    @Order(1)
    void a_broker_that_crashes_comes_back_and_nobody_is_taken_for_dead() throws Exception {
        int mark = mark();
        var before = plane().startedAt("kafka");
        crashService("kafka");
        plane().awaitHealthy("kafka", before);
        wait(LONGER_THAN_ANY_THRESHOLD);
        othersWereLeftAlone(mark, Set.of());

        healsAsEver("of-kafka");
        othersWereLeftAlone(mark, Set.of("of-kafka"));
    }

    @ParameterizedTest(name = "{0} crashes when {1} says {2}")
    @Order(2)
    @CsvSource({
        "heartbeat-service, restarts, SCHEDULED",
        "restart-service, restarts, COMMANDED",
        "agent, restart-results, ACCEPTED"
    })
    void a_service_that_crashes_in_the_middle_of_a_heal_loses_and_doubles_nothing(
            String service, String topic, String status) throws Exception {
        var worker = "of-" + service;
        int mark = mark();
        var before = plane().startedAt(service);
        crashWorker(worker);
        await(mark, "the middle of the heal", topic, worker, "status", status);
        crashService(service);
        awaitHeal(mark, worker);
        plane().awaitHealthy(service, before);
        judge(mark, Expectation.ofKilled(worker));
        plane().container(worker); // one
    }

    @Test
    @Order(3)
    void an_agent_that_is_restarted_in_the_middle_of_a_restart_finishes_it_once() throws Exception {
        var before = plane().container("restarted");
        int mark = mark();
        requestRestart("restarted", "a new setting", "operator");
        await(mark, "the middle", "restart-results", "restarted", "status", "ACCEPTED");
        plane().compose("restart", "--timeout", "1", "agent");
        awaitHeal(mark, "restarted");
        plane().awaitHealthy("agent", "never");
        wait(TOO_MANY);

        assertThat(plane().container("restarted")).isNotEqualTo(before);
        assertThat(count(mark, "restart-commands", "restarted", _ -> true)).isEqualTo(1);
        assertThat(count(mark, "restarts", "restarted", says("status", "SUCCEEDED")))
                .isEqualTo(1);
        // Silence while nobody is there to start it may be noted; an end that was commanded is never a crash.
        assertThat(count(mark, "failures", "restarted", says("kind", "CRASH"))).isZero();
        othersWereLeftAlone(mark, Set.of("restarted"));
        assertThat(Books.errors(plane().ledger().since(mark))).isEmpty();
    }
}
