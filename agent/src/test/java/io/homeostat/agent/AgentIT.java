package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.topics.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running agent, real processes, a real broker; the rest of the plane is the test's hand. */
@Timeout(240)
@SuppressWarnings("NullAway.Init")
class AgentIT {

    private static final String AGENT = "host-1";

    private static TestPlane plane;
    private static ApplicationContext context;
    private static Path data;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        plane = TestPlane.start(directory);
        data = Files.createDirectory(directory.resolve("agent")).toRealPath();
        context = ServiceMain.start(
                "agent",
                Map.of(
                        "kafka.bootstrap.servers",
                        plane.broker.bootstrapServers(),
                        "homeostat.agent.name",
                        AGENT,
                        "homeostat.agent.data-dir",
                        data.toString(),
                        "homeostat.agent.stop-components-on-exit",
                        true,
                        "micronaut.server.port",
                        -1));
        await().atMost(TestPlane.PATIENCE).until(() -> get("/health/readiness").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        context.close();
        assertThat(ProcessHandle.allProcesses()
                        .filter(h -> Workers.environment(h.pid()).contains("HOMEOSTAT_AGENT_DATA_DIR=" + data)))
                .isEmpty();
        plane.close();
    }

    @Test
    void a_declared_component_is_started_once_and_registered() {
        var pid = declare("initial");
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
    void terminate_then_start_replaces_the_process() {
        var pid = declare("replaced");
        command("t-1", "TERMINATE", "replaced", Workers.incarnation(pid), 1);

        assertThat(plane.outcome("t-1").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(Workers.pids(data, "replaced")).isEmpty();
        command("s-1", "START", "replaced", null, 2);

        var started = plane.outcome("s-1");
        assertThat(started.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(started.incarnation()).isEqualTo("s-1");
        assertThat(started.agent()).isEqualTo(AGENT);
        assertThat(Workers.pids(data, "replaced"))
                .singleElement()
                .satisfies(p -> assertThat(Workers.incarnation(p)).isEqualTo("s-1"));
        assertThat(plane.results("s-1").getFirst().status()).isEqualTo(Status.ACCEPTED);
        assertThat(plane.failures("replaced")).isEmpty();
    }

    @Test
    void a_command_that_comes_twice_has_one_effect_and_two_equal_answers() {
        var pid = declare("doubled");
        command("r-1", "RESTART", "doubled", Workers.incarnation(pid), 1);
        var first = plane.outcome("r-1");
        command("r-1", "RESTART", "doubled", Workers.incarnation(pid), 1);

        var outcomes = plane.outcomes("r-1", 2);

        assertThat(outcomes).allSatisfy(o -> assertThat(o).isEqualTo(first));
        assertThat(first.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(Workers.pids(data, "doubled"))
                .singleElement()
                .satisfies(p -> assertThat(Workers.incarnation(p)).isEqualTo("r-1"));
    }

    @Test
    void what_is_late_stale_or_meant_for_another_process_is_refused() {
        var pid = declare("fenced");
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        plane.write(
                Topics.RESTART_COMMANDS,
                "fenced",
                Workers.command("late", "RESTART", AGENT, "fenced", null, 5, now.minusSeconds(1)));
        assertRefused("late", "LATE");
        command("stale", "RESTART", "fenced", null, 4);
        assertRefused("stale", "STALE_GENERATION");
        command("other", "RESTART", "fenced", "somebody-else", 6);
        assertRefused("other", "OTHER_INCARNATION");
        command("second", "START", "fenced", null, 7);
        assertRefused("second", "OTHER_INCARNATION");
        command("unknown", "START", "undeclared", null, 1);
        assertRefused("unknown", "UNKNOWN_COMPONENT");
        assertThat(Workers.pids(data, "fenced")).containsExactly(pid);
    }

    @Test
    void another_agents_command_leaves_no_trace() {
        declare("shared");
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        plane.write(
                Topics.RESTART_COMMANDS,
                "shared",
                Workers.command("theirs", "RESTART", "host-2", "shared", null, 1, now.plusSeconds(60)));
        command("ours", "RESTART", "shared", null, 2);
        plane.outcome("ours");

        assertThat(plane.results("theirs")).isEmpty();
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
            assertThat(failure.failureId())
                    .isEqualTo(io.homeostat.common.contract.Ids.of(
                            "flr", AGENT, "fragile", failure.incarnation(), "exit"));
        });
        assertThat(data.resolve("output/fragile.log")).content().isEqualTo("last words\n");
        assertThat(Workers.pids(data, "fragile")).isEmpty();
    }

    @Test
    void the_operators_will_stops_and_starts_without_a_failure() {
        var first = declare("willing");
        plane.write(Topics.COMPONENTS, "willing", Workers.component("willing", AGENT, "STOPPED", "sleep", "1000"));
        await().atMost(TestPlane.PATIENCE)
                .until(() -> Workers.pids(data, "willing").isEmpty());
        command("not-now", "START", "willing", null, 1);
        assertRefused("not-now", "DESIRED_STOPPED");

        var second = declare("willing");

        assertThat(second).isNotEqualTo(first);
        plane.write(Topics.COMPONENTS, "willing", null);
        await().atMost(TestPlane.PATIENCE)
                .until(() -> Workers.pids(data, "willing").isEmpty());
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
        command("absent-start", "START", "absent", null, 1);

        assertThat(plane.failures("absent").getFirst().message()).contains("could not be started", "/no/such/program");
        assertThat(plane.outcome("absent-start").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void figures_and_health_are_shown() throws Exception {
        declare("counted");
        command("c-1", "RESTART", "counted", null, 1);
        plane.outcome("c-1");

        assertThat(get("/prometheus").body())
                .contains("homeostat_agent_commands_total{action=\"restart\",status=\"succeeded\"}")
                .contains("homeostat_agent_processes_running")
                .contains("homeostat_agent_crashes_total");
        assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void what_stands_in_the_journal_is_committed_in_the_agents_own_group() throws Exception {
        declare("committed");
        command("committed-1", "RESTART", "committed", null, 1);
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

    private static long declare(String workerId) {
        plane.write(Topics.COMPONENTS, workerId, Workers.component(workerId, AGENT, "RUNNING", "sleep", "1000"));
        return await().atMost(TestPlane.PATIENCE)
                .until(() -> Workers.pids(data, workerId), pids -> pids.size() == 1)
                .getFirst();
    }

    private static void command(
            String commandId,
            String action,
            String workerId,
            @org.jspecify.annotations.Nullable String expected,
            long generation) {
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        plane.write(
                Topics.RESTART_COMMANDS,
                workerId,
                Workers.command(commandId, action, AGENT, workerId, expected, generation, now.plusSeconds(60)));
    }

    private static void assertRefused(String commandId, String reason) {
        assertThat(plane.outcome(commandId)).satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.REFUSED);
            assertThat(outcome.message()).startsWith(reason + ": ");
        });
    }

    private static HttpResponse<String> get(String path) throws Exception {
        var url = context.getBean(EmbeddedServer.class).getURI() + path;
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
