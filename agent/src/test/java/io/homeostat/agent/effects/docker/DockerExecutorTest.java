package io.homeostat.agent.effects.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.docker.FakeEngine.Fake;
import io.homeostat.agent.effects.process.WorkerExecutor.Sighting;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The executor against an engine's API over HTTP. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class DockerExecutorTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private FakeEngine engine;
    private DockerExecutor executor;

    @BeforeEach
    void open() throws IOException {
        engine = new FakeEngine();
        executor = executor("plane-1", "host-1");
    }

    @AfterEach
    void close() {
        executor.close();
        engine.close();
    }

    private DockerExecutor executor(String scope, String agent) {
        return new DockerExecutor(engine.host(), scope, "kafka:19092", "", agent);
    }

    @Test
    void an_incarnation_is_a_container_of_its_versions_image_with_its_own_variables_and_nothing_of_the_hosts() {
        var process = start("i-1");

        var container = only();
        var creation = container.creation;
        assertThat(creation.path("Image").asText()).isEqualTo("resizer:1.0");
        assertThat(texts(creation.path("Cmd"))).containsExactly("run", "--port=1");
        assertThat(texts(creation.path("Env")))
                .contains(
                        "COLOUR=blue",
                        "KAFKA_BOOTSTRAP_SERVERS=kafka:19092",
                        "HOMEOSTAT_WORKER_ID=w/1",
                        "HOMEOSTAT_INCARNATION=i-1",
                        "HOMEOSTAT_WORKER_TYPE=resizer",
                        "HOMEOSTAT_SERVICE=images",
                        "HOMEOSTAT_VERSION=1.0",
                        "HOMEOSTAT_ENVIRONMENT=test",
                        "HOMEOSTAT_AGENT=host-1")
                .noneMatch(variable -> variable.startsWith("PATH=") || variable.startsWith("JAVA_HOME="));
        var host = creation.path("HostConfig");
        assertThat(texts(host.path("CapDrop"))).containsExactly("ALL");
        assertThat(texts(host.path("SecurityOpt"))).containsExactly("no-new-privileges");
        assertThat(host.path("RestartPolicy").path("Name").asText()).isEmpty();
        assertThat(host.path("NetworkMode").asText()).isEqualTo("plane");
        assertThat(host.path("Memory").asLong()).isEqualTo(64L * 1024 * 1024);
        assertThat(container.name).startsWith("w_1-");
        assertThat(process.mark()).isEqualTo(container.id + "@" + container.startedAt);
        assertThat(process.pid()).isEqualTo(4711);
    }

    @Test
    void it_is_found_by_its_labels_without_any_journal() {
        var process = start("i-1");

        assertThat(executor.look("w/1", List.of()).running())
                .containsExactly(new Sighting("i-1", 4711, process.mark(), "1.0"));
        assertThat(executor.look("w/1", List.of()).complete()).isTrue();
        assertThat(executor.running()).containsExactly(java.util.Map.entry("w/1", "resizer"));
    }

    @Test
    void agents_of_other_names_and_planes_do_not_see_it() {
        start("i-1");

        for (var other : List.of(executor("plane-2", "host-1"), executor("plane-1", "host-2"))) {
            assertThat(other.look("w/1", List.of()).running()).isEmpty();
            assertThat(other.running()).isEmpty();
            other.close();
        }
    }

    @Test
    void it_ends_when_asked_and_its_exit_code_is_known() {
        var process = start("i-1");
        var ended = watch(process);

        assertThat(executor.stop(order(process, LONG, false)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
        assertThat(ended.join()).isEqualTo(OptionalInt.of(143));
        assertThat(executor.look("w/1", List.of(process)).running()).isEmpty();
    }

    @Test
    void one_that_ignores_the_request_is_killed() {
        engine.nextIgnoresTerm = true;

        assertThat(executor.stop(order(start("i-1"), SHORT, true)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(137), "killed after 0 s"));
    }

    @Test
    void without_force_it_is_left_running_and_said_so() {
        engine.nextIgnoresTerm = true;
        var process = start("i-1");

        assertThat(executor.stop(order(process, SHORT, false))).isInstanceOf(Stop.StillThere.class);
        assertThat(only().running()).isTrue();
    }

    @Test
    void a_version_with_a_stop_command_ends_by_it() {
        assertThat(executor.stop(order(start("i-1"), how("drain"), LONG)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(0), "ended when asked"));
        assertThat(engine.requests).noneMatch(request -> request.endsWith("/kill"));
    }

    @Test
    void a_stop_command_that_cannot_be_run_is_replaced_by_the_signal() {
        engine.execRefused = true;

        assertThat(executor.stop(order(start("i-1"), how("drain"), LONG)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
    }

    @Test
    void a_container_that_somebody_has_started_again_is_another_process() {
        var process = start("i-1");
        engine.exits(only().id, 1);
        engine.restart(only().id);

        assertThat(executor.look("w/1", List.of(process)).running()).isEmpty();
        assertThat(executor.exitCode(process)).isEmpty();
        assertThat(executor.stop(order(process, LONG, true)))
                .isEqualTo(new Stop.Gone(OptionalInt.empty(), "gone already"));
        assertThat(only().running()).as("the fence held").isTrue();

        executor.sweep("w/1", "i-1");
        assertThat(only().running()).as("nobody of the plane has started it").isFalse();
    }

    @Test
    void the_end_is_told_once_with_its_code() {
        var process = start("i-1");
        var told = new CopyOnWriteArrayList<OptionalInt>();
        executor.watch(process, told::add);
        engine.exits(only().id, 3);

        await().untilAsserted(() -> assertThat(told).containsExactly(OptionalInt.of(3)));
        long looks = engine.requests.size();
        await().until(() -> engine.requests.size() > looks + 2);
        assertThat(told).hasSize(1);
    }

    @Test
    void a_restart_by_somebody_is_the_end_of_the_process_although_the_container_runs() {
        var process = start("i-1");
        var ended = watch(process);
        engine.restart(only().id);

        assertThat(ended.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join())
                .isEmpty();
    }

    @Test
    void an_engine_that_does_not_answer_ends_nobody_and_is_a_problem_until_it_answers() {
        var process = start("i-1");
        var ended = watch(process);
        await().untilAsserted(() -> assertThat(executor.problem()).isEmpty());
        engine.away = true;

        await().untilAsserted(() ->
                assertThat(executor.problem().orElse("")).startsWith("the container engine cannot be asked: "));
        assertThatThrownBy(() -> executor.look("w/1", List.of(process))).isInstanceOf(EngineAway.class);
        assertThatThrownBy(executor::running).isInstanceOf(EngineAway.class);
        assertThatThrownBy(() -> executor.stop(order(process, SHORT, true))).isInstanceOf(EngineAway.class);
        assertThat(ended).isNotDone();

        engine.away = false;
        await().untilAsserted(() -> assertThat(executor.problem()).isEmpty());
        assertThat(executor.look("w/1", List.of(process)).running()).hasSize(1);
        assertThat(ended).isNotDone();
    }

    @Test
    void an_absent_image_and_a_refused_start_leave_nothing() {
        assertThat(executor.start(order("i-1", "absent")))
                .isInstanceOfSatisfying(
                        Spawn.NotSpawned.class,
                        refused -> assertThat(refused.problem()).contains("No such image: absent:1"));
        engine.startRefusal = "exec: \"run\": executable file not found";
        assertThat(executor.start(order("i-2", "1.0")))
                .isInstanceOfSatisfying(
                        Spawn.NotSpawned.class,
                        refused -> assertThat(refused.problem()).contains("executable file not found"));
        assertThat(engine.of("w/1")).isEmpty();
    }

    @Test
    void a_start_that_was_interrupted_before_the_start_is_done_anew_with_one_container() {
        engine.startRefusal = "the engine ends";
        var before = new DockerExecutor(engine.host(), "plane-1", "kafka:19092", "", "host-1");
        var plan = new ContainerPlans(new ContainerLabels("plane-1//host-1"), "kafka:19092", "", "host-1");
        var order = order("i-1", "1.0");
        try (var raw = new Engine(engine.host())) {
            raw.create(plan.of(order, version(order), "resizer:1.0", options(order.component())));
        } catch (EngineRefusal e) {
            throw new AssertionError(e);
        }
        before.close();
        engine.startRefusal = null;

        assertThat(executor.look("w/1", List.of()).running()).isEmpty();
        assertThat(executor.start(order)).isInstanceOf(Spawn.Spawned.class);
        assertThat(only().running()).isTrue();
    }

    @Test
    void no_second_container_of_a_worker_is_started_beside_one_that_runs() {
        start("i-1");

        assertThat(executor.start(order("i-2", "1.0")))
                .isInstanceOfSatisfying(
                        Spawn.NotSpawned.class,
                        refused -> assertThat(refused.problem()).contains("of incarnation i-1 runs"));
        assertThat(only().running()).isTrue();
    }

    @Test
    void the_last_container_that_has_ended_stays_for_its_output() {
        for (var incarnation : List.of("i-1", "i-2", "i-3")) {
            var process = start(incarnation);
            executor.stop(order(process, LONG, true));
        }
        start("i-4");

        assertThat(engine.of("w/1"))
                .extracting(c -> c.creation
                        .path("Labels")
                        .path(ContainerLabels.INCARNATION)
                        .asText())
                .containsExactly("i-3", "i-4");
    }

    private WorkerProcess start(String incarnation) {
        var spawned = (Spawn.Spawned) executor.start(order(incarnation, "1.0"));
        return new WorkerProcess(incarnation, spawned.pid(), spawned.mark(), "resizer", "images", "1.0", "test", false);
    }

    private Fake only() {
        var all = engine.of("w/1");
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private CompletableFuture<OptionalInt> watch(WorkerProcess process) {
        var ended = new CompletableFuture<OptionalInt>();
        executor.watch(process, ended::complete);
        return ended;
    }

    private static StartOrder order(String incarnation, String version) {
        return new StartOrder("w/1", incarnation, component(), version);
    }

    private static StopOrder order(WorkerProcess process, Duration graceful, boolean force) {
        return new StopOrder("w/1", process, null, graceful, force);
    }

    private static StopOrder order(WorkerProcess process, Component.Version how, Duration graceful) {
        return new StopOrder("w/1", process, how, graceful, true);
    }

    private static Component.Version how(String... stop) {
        return new Component.Version(List.of(), List.of(stop), java.util.Map.of(), "resizer:1.0");
    }

    private static Component.Version version(StartOrder order) {
        return java.util.Objects.requireNonNull(order.component().versions().get(order.version()));
    }

    private static ContainerOptions options(Component component) {
        return switch (ContainerOptions.of(component)) {
            case Parsed.Valid<ContainerOptions>(var options) -> options;
            case Parsed.Rejected<ContainerOptions> rejected -> throw new AssertionError(rejected.message());
        };
    }

    private static Component component() {
        var json = """
                {"subject": "w/1", "agent": "host-1", "executor": "docker", "workerType": "resizer", "service": "images",
                 "environment": "test", "currentVersion": "1.0",
                 "versions": {"1.0": {"image": "resizer:1.0", "start": ["run", "--port=1"], "environment": {"COLOUR": "blue"}},
                              "absent": {"image": "absent:1"}},
                 "parameters": {"container": {"network": "plane", "memoryMb": 64}}}
                """;
        return switch (Component.parse("w/1", json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Valid<Component>(var component) -> component;
            case Parsed.Rejected<Component> rejected -> throw new AssertionError(rejected.message());
        };
    }

    private static List<String> texts(JsonNode list) {
        return java.util.stream.StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
