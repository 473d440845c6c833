package io.homeostat.agent.effects.docker;

import static io.homeostat.agent.effects.docker.ContainerHost.LONG;
import static io.homeostat.agent.effects.docker.ContainerHost.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.agent.effects.process.WorkerExecutor.Sighting;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Parsed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An incarnation is one container, with the agent's marks and nothing of the host's, or nothing is left of it. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ContainerStartTest {

    private ContainerHost host;
    private FakeEngine engine;
    private DockerExecutor executor;

    @BeforeEach
    void open() throws IOException {
        host = new ContainerHost();
        engine = host.engine;
        executor = host.executor;
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void an_incarnation_is_a_container_of_its_versions_image_with_its_own_variables_and_nothing_of_the_hosts() {
        var process = host.start("i-1");

        var container = host.only();
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
        var process = host.start("i-1");

        assertThat(executor.look("w/1", List.of()).running())
                .containsExactly(new Sighting("i-1", 4711, process.mark(), "1.0"));
        assertThat(executor.look("w/1", List.of()).complete()).isTrue();
        assertThat(executor.running()).containsExactly(Map.entry("w/1", "resizer"));
    }

    @Test
    void agents_of_other_names_and_planes_do_not_see_it() {
        host.start("i-1");

        for (var other : List.of(host.executor("plane-2", "host-1"), host.executor("plane-1", "host-2"))) {
            assertThat(other.look("w/1", List.of()).running()).isEmpty();
            assertThat(other.running()).isEmpty();
            other.close();
        }
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
        assertThat(host.only().running()).isTrue();
    }

    @Test
    void no_second_container_of_a_worker_is_started_beside_one_that_runs() {
        host.start("i-1");

        assertThat(executor.start(order("i-2", "1.0")))
                .isInstanceOfSatisfying(
                        Spawn.NotSpawned.class,
                        refused -> assertThat(refused.problem()).contains("of incarnation i-1 runs"));
        assertThat(host.only().running()).isTrue();
    }

    @Test
    void the_last_container_that_has_ended_stays_for_its_output() {
        for (var incarnation : List.of("i-1", "i-2", "i-3")) {
            var process = host.start(incarnation);
            executor.stop(order(process, LONG, true));
        }
        host.start("i-4");

        assertThat(engine.of("w/1"))
                .extracting(c -> c.creation
                        .path("Labels")
                        .path(ContainerLabels.INCARNATION)
                        .asText())
                .containsExactly("i-3", "i-4");
    }

    private static Component.Version version(StartOrder order) {
        return Objects.requireNonNull(order.component().versions().get(order.version()));
    }

    private static ContainerOptions options(Component component) {
        return switch (ContainerOptions.of(component)) {
            case Parsed.Valid<ContainerOptions>(var options) -> options;
            case Parsed.Rejected<ContainerOptions> rejected -> throw new AssertionError(rejected.message());
        };
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
