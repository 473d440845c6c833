package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.End;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.effects.journal.Journal;
import io.homeostat.agent.effects.kafka.Outbound;
import io.homeostat.agent.effects.kafka.Outgoing;
import io.homeostat.agent.effects.kafka.PlaneClock;
import io.homeostat.agent.effects.kafka.PlaneViews;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent on a made-up operating system and broker, whose time and answers the test decides. */
@SuppressWarnings("NullAway.Init")
class AgentTest {

    @TempDir
    private Path directory;

    private final RecordingExecutor os = new RecordingExecutor();
    private final PlaneViews views = new PlaneViews(AGENT, Executor.PROCESS, "unknown"::equals);
    private final List<Outgoing> written = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Instant brokerTime = UNTIL.minusSeconds(60);
    private volatile boolean brokerAnswers = true;
    private volatile Runnable duringBarrier = () -> {};
    private Journal journal;
    private Agent agent;

    @BeforeEach
    void declare() {
        views.component(WORKER, Json.bytes(component(Desired.RUNNING, "run")));
        journal = new Journal(directory);
        agent = agent();
    }

    @AfterEach
    void close() {
        agent.close(Duration.ofSeconds(10));
        journal.close();
    }

    @Test
    void a_command_is_announced_done_and_answered() {
        alive("i");
        give(command("c", Action.RESTART, "i", 1));

        assertThat(outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(os.effects).containsExactly("stop i", "start c 1.0");
        assertThat(results("c")).extracting(CommandResult::status).containsExactly(Status.ACCEPTED, Status.SUCCEEDED);
        await().until(() -> journal.history(WORKER).command("c").orElseThrow().answered());
    }

    @Test
    void at_validUntil_by_the_brokers_clock_it_acts_and_a_millisecond_later_it_does_not() {
        alive("i");
        brokerTime = UNTIL;
        give(command("c", Action.RESTART, "i", 1));
        assertThat(outcome("c").status()).isEqualTo(Status.SUCCEEDED);

        brokerTime = UNTIL.plusMillis(1);
        give(command("d", Action.RESTART, "c", 2));

        assertThat(outcome("d").message()).startsWith("LATE: ");
        assertThat(os.effects).containsExactly("stop i", "start c 1.0");
    }

    @Test
    void a_freeze_between_admission_and_effect_is_noticed() {
        alive("i");
        duringBarrier = () -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        give(command("c", Action.RESTART, "i", 1));

        assertThat(outcome("c").message()).startsWith("LATE: ");
        assertThat(os.effects).isEmpty();
    }

    @Test
    void a_plane_restored_in_the_last_moment_voids_the_command() {
        alive("i");
        duringBarrier = () -> views.plane(Json.bytes(new Plane(2, "restored", Instant.EPOCH)));
        give(command("c", Action.RESTART, "i", 1));

        assertThat(outcome("c").message()).startsWith("STALE_PLANE: ");
        assertThat(os.effects).isEmpty();
    }

    @Test
    void a_will_that_changed_in_the_last_moment_is_obeyed() {
        agent.open(List.of());
        journal.append(new JournalEntry.Rested(WORKER));
        duringBarrier = () -> views.component(WORKER, Json.bytes(component(Desired.STOPPED, "run")));
        give(command("c", Action.START, null, 1));

        assertThat(outcome("c").message()).startsWith("DESIRED_STOPPED: ");
        assertThat(os.effects).isEmpty();
    }

    @Test
    void a_restart_whose_end_took_too_long_starts_nothing_late() {
        alive("i");
        os.duringStop = () -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        give(command("c", Action.RESTART, "i", 1));

        assertThat(outcome("c").status()).isEqualTo(Status.FAILED);
        assertThat(outcome("c").message()).startsWith("LATE: ");
        assertThat(os.effects).containsExactly("stop i");
    }

    @Test
    void without_the_brokers_answer_nothing_is_done() {
        alive("i");
        brokerAnswers = false;
        give(command("c", Action.TERMINATE, "i", 1));
        await().until(() -> !results("c").isEmpty());
        agent.close(Duration.ZERO);

        assertThat(os.effects).isEmpty();
        assertThat(results("c")).extracting(CommandResult::status).containsExactly(Status.ACCEPTED);
    }

    @Test
    void a_process_that_will_not_end_is_said_and_nothing_is_started_beside_it() {
        alive("i");
        os.stopAnswer = new Stop.StillThere("hangs");
        give(command("c", Action.RESTART, "i", 1));

        assertThat(outcome("c").status()).isEqualTo(Status.FAILED);
        assertThat(outcome("c").message()).isEqualTo("hangs");
        assertThat(os.effects).containsExactly("stop i");
    }

    @Test
    void a_command_that_comes_twice_has_one_effect_and_two_answers() {
        alive("i");
        var command = command("c", Action.RESTART, "i", 1);
        give(command);
        outcome("c");
        await().until(() -> journal.history(WORKER).command("c").orElseThrow().answered());
        give(command);
        give(command);

        await().until(() -> results("c").size() == 4);
        assertThat(os.effects).containsExactly("stop i", "start c 1.0");
        assertThat(results("c").stream().skip(1).distinct()).hasSize(1);
    }

    @Test
    void an_answer_that_the_broker_did_not_acknowledge_is_given_again_by_the_next_start() {
        var command = command("c", Action.START, null, 1);
        var result = new CommandResult(WORKER, "c", Status.SUCCEEDED, AGENT, "started", "c", UNTIL);
        os.runs("c");
        journal.append(List.of(
                new JournalEntry.Received(command),
                new JournalEntry.Started(WORKER, "c", process("c", 101)),
                new JournalEntry.Done(WORKER, result)));
        agent.open(List.of());

        assertThat(outcome("c")).isEqualTo(result);
        await().until(() -> journal.history(WORKER).command("c").orElseThrow().answered());
    }

    @Test
    void a_start_interrupted_before_it_was_noted_is_adopted_if_its_process_runs() {
        interruptedStart();
        os.runs("c");
        agent.open(List.of());

        assertThat(outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(os.effects).isEmpty();
        assertThat(journal.history(WORKER).process("c")).isPresent();
    }

    @Test
    void a_start_interrupted_before_it_was_noted_is_done_if_no_process_of_it_runs() {
        interruptedStart();
        agent.open(List.of());

        assertThat(outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(os.effects).containsExactly("start c 1.0");
    }

    @Test
    void a_start_interrupted_before_it_was_noted_is_unknown_where_nobody_can_tell() {
        interruptedStart();
        os.searchable = false;
        agent.open(List.of());

        assertThat(outcome("c").status()).isEqualTo(Status.UNKNOWN);
        assertThat(os.effects).isEmpty();
    }

    @Test
    void a_start_of_its_own_that_was_interrupted_is_found_or_done_again() {
        journal.append(new JournalEntry.Starting(WORKER, null, "ini-1"));
        os.runs("ini-1");
        agent.open(List.of());

        await().until(() -> written(Topics.HEARTBEATS.name()).size() == 1);
        assertThat(written(Topics.HEARTBEATS.name()).getFirst()).contains("ini-1", "STARTING");
        assertThat(os.effects).isEmpty();
    }

    @Test
    void a_start_of_its_own_that_left_nothing_is_done_again() {
        journal.append(new JournalEntry.Starting(WORKER, null, "ini-1"));
        agent.open(List.of());

        await().until(() -> os.effects.size() == 1);
        assertThat(os.effects.getFirst()).startsWith("start ini-").doesNotContain("ini-1 ");
    }

    @Test
    void a_crash_is_told_once_and_what_it_left_behind_is_swept() {
        alive("i");
        os.exits("i", 9);
        await().until(() -> written(Topics.FAILURES.name()).size() == 1);
        await().until(() -> journal.history(WORKER).untold().isEmpty());
        agent.declared(List.of(WORKER));
        agent.declared(List.of(WORKER));

        give(command("c", Action.TERMINATE, "i", 1));
        assertThat(outcome("c").message()).isEqualTo("already gone: incarnation i");
        assertThat(os.effects).containsExactly("sweep i");
        assertThat(written(Topics.FAILURES.name()))
                .singleElement()
                .satisfies(text ->
                        assertThat(text).contains("\"exitCode\":9", "\"incarnation\":\"i\"", "\"kind\":\"CRASH\""));
    }

    @Test
    void an_end_that_the_agent_was_asked_for_before_it_died_is_no_crash() {
        journal.append(List.of(
                new JournalEntry.Started(WORKER, null, process("i", 101)),
                new JournalEntry.Received(command("c", Action.TERMINATE, "i", 1)),
                new JournalEntry.Ending(WORKER, "c", "i", End.Cause.COMMAND)));
        agent.open(List.of());

        assertThat(outcome("c").status()).isEqualTo(Status.SUCCEEDED);
        assertThat(written(Topics.FAILURES.name())).isEmpty();
    }

    @Test
    void with_its_components_it_ends_them_and_the_next_start_brings_them_back() {
        alive("i");
        assertThat(agent.endAll(Duration.ofSeconds(10))).isTrue();
        await().until(() -> written(Topics.HEARTBEATS.name()).size() == 1);
        os.exits("i", 143);
        agent.close(Duration.ofSeconds(10));
        assertThat(os.effects).containsExactly("stop i");
        assertThat(written(Topics.FAILURES.name())).isEmpty();

        agent = agent();
        agent.open(List.of());

        await().until(() -> os.effects.size() == 2);
        assertThat(os.effects.getLast()).startsWith("start ini-");
    }

    @Test
    void commands_before_the_plane_is_known_wait_in_the_journal() {
        os.runs("i");
        journal.append(new JournalEntry.Started(WORKER, null, process("i", 101)));
        agent.take(List.of(command("c", Action.TERMINATE, "i", 1)), List.of());
        assertThat(journal.history(WORKER).command("c")).isPresent();
        assertThat(os.effects).isEmpty();

        agent.open(List.of());

        assertThat(outcome("c").status()).isEqualTo(Status.SUCCEEDED);
    }

    /** A process that the agent started before and has told about. */
    private void alive(String incarnation) {
        os.runs(incarnation);
        journal.append(new JournalEntry.Started(WORKER, null, process(incarnation, 101)));
        agent.open(List.of());
        await().until(() -> os.watchers.containsKey(incarnation));
    }

    private void interruptedStart() {
        journal.append(List.of(
                new JournalEntry.Received(command("c", Action.START, null, 1)),
                new JournalEntry.Starting(WORKER, "c", "c")));
    }

    private void give(RestartCommand command) {
        agent.take(List.of(command), List.of());
    }

    private Agent agent() {
        return new Agent(new LaneContext(
                AGENT,
                journal,
                os,
                views,
                new PlaneClock(nanos::get),
                this::send,
                () -> {
                    duringBarrier.run();
                    return CompletableFuture.completedFuture(null);
                },
                new AgentMetrics(new SimpleMeterRegistry())));
    }

    private CompletableFuture<Outbound.Acknowledged> send(Outgoing record) {
        written.add(record);
        return brokerAnswers
                ? CompletableFuture.completedFuture(new Outbound.Acknowledged(brokerTime, nanos.get()))
                : new CompletableFuture<>();
    }

    private CommandResult outcome(String commandId) {
        return await().until(
                        () -> results(commandId).stream()
                                .filter(r -> r.status() != Status.ACCEPTED)
                                .findFirst()
                                .orElse(null),
                        AgentTest::isThere);
    }

    private static boolean isThere(@Nullable CommandResult result) {
        return result != null;
    }

    private List<CommandResult> results(String commandId) {
        return written.stream()
                .filter(r -> r.topic().equals(Topics.RESTART_RESULTS))
                .flatMap(r -> switch (CommandResult.parse(r.key(), r.value())) {
                    case Parsed.Valid<CommandResult>(var result) -> Stream.of(result);
                    case Parsed.Rejected<CommandResult> rejected -> throw new AssertionError(rejected.message());
                })
                .filter(r -> r.commandId().equals(commandId))
                .toList();
    }

    private List<String> written(String topic) {
        return written.stream()
                .filter(r -> r.topic().name().equals(topic))
                .map(r -> new String(Objects.requireNonNull(r.value()), StandardCharsets.UTF_8))
                .toList();
    }
}
