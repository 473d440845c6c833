package io.homeostat.agent;

import static io.homeostat.agent.RunningAgent.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is declared to a running agent runs, once, and what ends unasked is told; with real processes and a real broker. */
@Timeout(240)
@SuppressWarnings("NullAway.Init")
class AgentComponentsIT {

    private static RunningAgent agent;
    private static TestPlane plane;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        agent = RunningAgent.start(directory);
        plane = agent.plane;
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @Test
    void a_declared_component_is_started_once_and_registered() {
        var pid = agent.declare("initial");
        var incarnation = Workers.incarnation(pid);

        assertThat(incarnation).startsWith("ini-");
        await().atMost(TestPlane.PATIENCE)
                .until(() -> !plane.heartbeats("initial").isEmpty());
        assertThat(plane.heartbeats("initial"))
                .singleElement()
                .satisfies(beat -> assertThat(beat)
                        .contains(
                                "\"status\":\"STARTING\"",
                                "\"incarnation\":\"" + incarnation + "\"",
                                "\"service\":\"dreams\"")
                        .doesNotContain("sequence"));
        assertThat(Workers.environment(pid))
                .contains(
                        "HOMEOSTAT_WORKER_TYPE=sleeper",
                        "HOMEOSTAT_SERVICE=dreams",
                        "HOMEOSTAT_VERSION=1.0",
                        "HOMEOSTAT_ENVIRONMENT=test",
                        "HOMEOSTAT_TOPICS_PREFIX=",
                        "KAFKA_BOOTSTRAP_SERVERS=" + plane.broker.bootstrapServers(),
                        "COLOUR=blue");
    }

    @Test
    void an_exit_that_nobody_asked_for_is_a_crash_with_its_code() {
        plane.write(
                Topics.COMPONENTS,
                "fragile",
                Workers.component("fragile", AGENT, "RUNNING", "sh", "-c", "echo last words; exit 7"));
        await().atMost(TestPlane.PATIENCE)
                .until(() -> !plane.failures("fragile").isEmpty());

        assertThat(plane.failures("fragile")).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.CRASH);
            assertThat(failure.exitCode()).isEqualTo(7);
            assertThat(failure.incarnation()).startsWith("ini-");
            assertThat(failure.service()).isEqualTo("dreams");
            assertThat(failure.failureId()).isEqualTo(Ids.of("flr", AGENT, "fragile", failure.incarnation(), "exit"));
        });
        assertThat(agent.data.resolve("output/fragile.log")).content().isEqualTo("last words\n");
        assertThat(Workers.pids(agent.data, "fragile")).isEmpty();
    }

    @Test
    void the_operators_will_stops_and_starts_without_a_failure() {
        var first = agent.declare("willing");
        plane.write(Topics.COMPONENTS, "willing", Workers.component("willing", AGENT, "STOPPED", "sleep", "1000"));
        await().atMost(TestPlane.PATIENCE)
                .until(() -> Workers.pids(agent.data, "willing").isEmpty());
        agent.command("not-now", "START", "willing", null, 1);
        agent.assertRefused("not-now", "DESIRED_STOPPED");

        var second = agent.declare("willing");

        assertThat(second).isNotEqualTo(first);
        plane.write(Topics.COMPONENTS, "willing", null);
        await().atMost(TestPlane.PATIENCE)
                .until(() -> Workers.pids(agent.data, "willing").isEmpty());
        assertThat(plane.failures("willing")).isEmpty();
        await().atMost(TestPlane.PATIENCE)
                .until(() -> plane.heartbeats("willing").stream()
                                .filter(beat -> beat.contains("\"status\":\"STOPPED\""))
                                .count()
                        == 2);
    }

    @Test
    void a_component_that_cannot_be_started_becomes_a_failure_of_the_worker() {
        plane.write(Topics.COMPONENTS, "absent", Workers.component("absent", AGENT, "RUNNING", "/no/such/program"));
        await().atMost(TestPlane.PATIENCE).until(() -> !plane.failures("absent").isEmpty());
        agent.command("absent-start", "START", "absent", null, 1);

        assertThat(plane.failures("absent").getFirst().message()).contains("could not be started", "/no/such/program");
        assertThat(plane.outcome("absent-start").status()).isEqualTo(Status.FAILED);
    }
}
