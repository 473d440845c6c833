package io.homeostat.agent;

import static io.homeostat.agent.RunningAgent.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands to a running agent, with real processes and a real broker; the rest of the plane is the test's hand. */
@Timeout(240)
@SuppressWarnings("NullAway.Init")
class AgentCommandsIT {

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
    void terminate_then_start_replaces_the_process() {
        var pid = agent.declare("replaced");
        agent.command("t-1", "TERMINATE", "replaced", Workers.incarnation(pid), 1);

        assertThat(plane.outcome("t-1").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(Workers.pids(agent.data, "replaced")).isEmpty();
        agent.command("s-1", "START", "replaced", null, 2);

        var started = plane.outcome("s-1");
        assertThat(started.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(started.incarnation()).isEqualTo("s-1");
        assertThat(started.agent()).isEqualTo(AGENT);
        assertThat(Workers.pids(agent.data, "replaced"))
                .singleElement()
                .satisfies(p -> assertThat(Workers.incarnation(p)).isEqualTo("s-1"));
        assertThat(plane.results("s-1").getFirst().status()).isEqualTo(Status.ACCEPTED);
        assertThat(plane.failures("replaced")).isEmpty();
    }

    @Test
    void a_command_that_comes_twice_has_one_effect_and_two_equal_answers() {
        var pid = agent.declare("doubled");
        agent.command("r-1", "RESTART", "doubled", Workers.incarnation(pid), 1);
        var first = plane.outcome("r-1");
        agent.command("r-1", "RESTART", "doubled", Workers.incarnation(pid), 1);

        var outcomes = plane.outcomes("r-1", 2);

        assertThat(outcomes).allSatisfy(o -> assertThat(o).isEqualTo(first));
        assertThat(first.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(Workers.pids(agent.data, "doubled"))
                .singleElement()
                .satisfies(p -> assertThat(Workers.incarnation(p)).isEqualTo("r-1"));
    }

    @Test
    void what_is_late_stale_or_meant_for_another_process_is_refused() {
        var pid = agent.declare("fenced");
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        plane.write(
                Topics.RESTART_COMMANDS,
                "fenced",
                Workers.command("late", "RESTART", AGENT, "fenced", null, 5, now.minusSeconds(1)));
        agent.assertRefused("late", "LATE");
        agent.command("stale", "RESTART", "fenced", null, 4);
        agent.assertRefused("stale", "STALE_GENERATION");
        agent.command("other", "RESTART", "fenced", "somebody-else", 6);
        agent.assertRefused("other", "OTHER_INCARNATION");
        agent.command("second", "START", "fenced", null, 7);
        agent.assertRefused("second", "OTHER_INCARNATION");
        agent.command("unknown", "START", "undeclared", null, 1);
        agent.assertRefused("unknown", "UNKNOWN_COMPONENT");
        assertThat(Workers.pids(agent.data, "fenced")).containsExactly(pid);
    }

    @Test
    void another_agents_command_leaves_no_trace() {
        agent.declare("shared");
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        plane.write(
                Topics.RESTART_COMMANDS,
                "shared",
                Workers.command("theirs", "RESTART", "host-2", "shared", null, 1, now.plusSeconds(60)));
        agent.command("ours", "RESTART", "shared", null, 2);
        plane.outcome("ours");

        assertThat(plane.results("theirs")).isEmpty();
    }

    @Test
    void what_stands_in_the_journal_is_committed_in_the_agents_own_group() throws Exception {
        agent.declare("committed");
        agent.command("committed-1", "RESTART", "committed", null, 1);
        plane.outcome("committed-1");

        try (var admin = Admin.create(Map.of("bootstrap.servers", plane.broker.bootstrapServers()))) {
            await().atMost(TestPlane.PATIENCE)
                    .until(() -> admin
                            .listConsumerGroupOffsets("homeostat-agent-" + AGENT)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .values()
                            .stream()
                            .anyMatch(offset -> offset.offset() > 0));
        }
    }

    @Test
    void figures_and_health_are_shown() throws Exception {
        agent.declare("counted");
        agent.command("c-1", "RESTART", "counted", null, 1);
        plane.outcome("c-1");

        assertThat(agent.get("/prometheus").body())
                .contains("homeostat_agent_commands_total{action=\"restart\",status=\"succeeded\"}")
                .contains("homeostat_agent_processes_running")
                .contains("homeostat_agent_crashes_total");
        assertThat(agent.get("/health/liveness").statusCode()).isEqualTo(200);
    }
}
