package io.homeostat.agent.effects.docker;

import static io.homeostat.agent.effects.docker.ContainerHost.LONG;
import static io.homeostat.agent.effects.docker.ContainerHost.SHORT;
import static io.homeostat.agent.effects.docker.ContainerHost.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.Component;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A container ends when it is asked to, or is killed; its end is told once, and never made up. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ContainerEndTest {

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
    void it_ends_when_asked_and_its_exit_code_is_known() {
        var process = host.start("i-1");
        var ended = host.watch(process);

        assertThat(executor.stop(order(process, LONG, false)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
        assertThat(ended.join()).isEqualTo(OptionalInt.of(143));
        assertThat(executor.look("w/1", List.of(process)).running()).isEmpty();
    }

    @Test
    void one_that_ignores_the_request_is_killed() {
        engine.nextIgnoresTerm = true;

        assertThat(executor.stop(order(host.start("i-1"), SHORT, true)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(137), "killed after 0 s"));
    }

    @Test
    void without_force_it_is_left_running_and_said_so() {
        engine.nextIgnoresTerm = true;
        var process = host.start("i-1");

        assertThat(executor.stop(order(process, SHORT, false))).isInstanceOf(Stop.StillThere.class);
        assertThat(host.only().running()).isTrue();
    }

    @Test
    void a_version_with_a_stop_command_ends_by_it() {
        assertThat(executor.stop(order(host.start("i-1"), how("drain"), LONG)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(0), "ended when asked"));
        assertThat(engine.requests).noneMatch(request -> request.endsWith("/kill"));
    }

    @Test
    void a_stop_command_that_cannot_be_run_is_replaced_by_the_signal() {
        engine.execRefused = true;

        assertThat(executor.stop(order(host.start("i-1"), how("drain"), LONG)))
                .isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
    }

    private static Component.Version how(String... stop) {
        return new Component.Version(List.of(), List.of(stop), Map.of(), "resizer:1.0");
    }

    @Test
    void a_container_that_somebody_has_started_again_is_another_process() {
        var process = host.start("i-1");
        engine.exits(host.only().id, 1);
        engine.restart(host.only().id);

        assertThat(executor.look("w/1", List.of(process)).running()).isEmpty();
        assertThat(executor.exitCode(process)).isEmpty();
        assertThat(executor.stop(order(process, LONG, true)))
                .isEqualTo(new Stop.Gone(OptionalInt.empty(), "gone already"));
        assertThat(host.only().running()).as("the fence held").isTrue();

        executor.sweep("w/1", "i-1");
        assertThat(host.only().running())
                .as("nobody of the plane has started it")
                .isFalse();
    }

    @Test
    void the_end_is_told_once_with_its_code() {
        var process = host.start("i-1");
        var told = new CopyOnWriteArrayList<OptionalInt>();
        executor.watch(process, told::add);
        engine.exits(host.only().id, 3);

        await().untilAsserted(() -> assertThat(told).containsExactly(OptionalInt.of(3)));
        long looks = engine.requests.size();
        await().until(() -> engine.requests.size() > looks + 2);
        assertThat(told).hasSize(1);
    }

    @Test
    void a_restart_by_somebody_is_the_end_of_the_process_although_the_container_runs() {
        var process = host.start("i-1");
        var ended = host.watch(process);
        engine.restart(host.only().id);

        assertThat(ended.orTimeout(30, TimeUnit.SECONDS).join()).isEmpty();
    }

    @Test
    void an_engine_that_does_not_answer_ends_nobody_and_is_a_problem_until_it_answers() {
        var process = host.start("i-1");
        var ended = host.watch(process);
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
}
