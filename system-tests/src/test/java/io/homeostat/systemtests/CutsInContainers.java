package io.homeostat.systemtests;

import static io.homeostat.systemtests.ComposedPlane.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that are cut, in both directions and in one, and networks that lose packets. */
abstract class CutsInContainers extends PlaneInContainers {

    private static final Duration CUT = Duration.ofMinutes(1);

    /** Groups forget a member after 6 to 10 s, transactions are aborted after 15 s at most. */
    private static final Duration LONGER_THAN_SESSIONS = Duration.ofSeconds(22);

    private static final double LOSS = 0.2;
    private static final String BROKER = "kafka";

    @BeforeAll
    void startVictims() throws InterruptedException {
        startWorkers(
                "1.0",
                List.of(
                        "cut",
                        "orphan",
                        "lossy",
                        "deaf-heartbeat-service",
                        "deaf-restart-service",
                        "deaf-agent",
                        "mute-heartbeat-service",
                        "mute-restart-service",
                        "mute-agent"));
    }

    @Test
    @Order(1)
    void a_service_that_is_cut_off_for_a_minute_takes_nobody_for_dead() throws Exception {
        int mark = mark();
        plane().disconnect("heartbeat-service");
        wait(CUT);
        plane().connect("heartbeat-service");
        awaitSight(mark);
        wait(LONGER_THAN_ANY_THRESHOLD);
        othersWereLeftAlone(mark, Set.of());

        healsAsEver("cut");
        othersWereLeftAlone(mark, Set.of("cut"));
    }

    @Test
    @Order(2)
    void an_agent_that_is_cut_off_while_its_worker_dies_acts_when_it_is_back_and_once() throws Exception {
        int mark = mark();
        plane().disconnect("agent");
        var before = plane().container("orphan");
        crashWorker("orphan");
        wait(LONGER_THAN_SESSIONS);
        assertThat(plane().containers("orphan")).as("nobody else starts it").isEmpty();
        plane().connect("agent");
        awaitHeal(mark, "orphan");
        wait(TOO_MANY);
        assertThat(plane().container("orphan")).isNotEqualTo(before);
        othersWereLeftAlone(mark, Set.of("orphan"));
        assertThat(Books.errors(plane().ledger().since(mark))).isEmpty();
    }

    @ParameterizedTest(name = "{0}, from {1} {2} on")
    @Order(3)
    @CsvSource({
        "heartbeat-service, restarts, SCHEDULED",
        "restart-service, restarts, SCHEDULED",
        "agent, restart-results, ACCEPTED"
    })
    void who_hears_nothing_of_the_broker_in_the_middle_of_a_heal_loses_and_doubles_nothing(
            String service, String topic, String status) throws Exception {
        cutInTheMiddle("deaf-" + service, topic, status, BROKER, service);
    }

    @ParameterizedTest(name = "{0}, from {1} {2} on")
    @Order(4)
    @CsvSource({
        "heartbeat-service, restarts, SCHEDULED",
        "restart-service, restarts, SCHEDULED",
        "agent, restart-results, ACCEPTED"
    })
    void who_is_not_heard_by_the_broker_in_the_middle_of_a_heal_loses_and_doubles_nothing(
            String service, String topic, String status) throws Exception {
        cutInTheMiddle("mute-" + service, topic, status, service, BROKER);
    }

    private void cutInTheMiddle(String worker, String topic, String status, String speaker, String listener)
            throws Exception {
        var faults = plane().faults();
        int mark = mark();
        crashWorker(worker);
        await(mark, "the middle of the heal", topic, worker, "status", status);
        faults.cut(service(speaker), service(listener));
        wait(LONGER_THAN_SESSIONS);
        assertThat(faults.heal(service(listener)))
                .as("packets that were not heard")
                .isPositive();
        awaitHeal(mark, worker);
        judge(mark, Expectation.ofKilled(worker));
        plane().container(worker); // one
    }

    @Test
    @Order(5)
    void a_heal_over_lossy_links_is_late_at_worst() throws Exception {
        var faults = plane().faults();
        var services = List.of("heartbeat-service", "restart-service", "agent");
        int mark = mark();
        for (var service : services) {
            faults.lose(service(service), service(BROKER), LOSS);
        }
        crashWorker("lossy");
        awaitHeal(mark, "lossy");
        wait(LONGER_THAN_ANY_THRESHOLD);
        for (var service : services) {
            assertThat(faults.heal(service(service)))
                    .as("packets lost on the way to %s", service)
                    .isPositive();
        }
        assertThat(faults.heal(service(BROKER)))
                .as("packets lost on the way to the broker")
                .isPositive();
        judge(mark, Expectation.ofKilled("lossy"));
    }
}
