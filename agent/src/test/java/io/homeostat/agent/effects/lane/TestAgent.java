package io.homeostat.agent.effects.lane;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.journal.Journal;
import io.homeostat.agent.effects.kafka.Outbound;
import io.homeostat.agent.effects.kafka.Outgoing;
import io.homeostat.agent.effects.kafka.PlaneClock;
import io.homeostat.agent.effects.kafka.PlaneViews;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.topics.TopicSpec;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An agent on a made-up operating system and broker, which reads its own components back as the log gives them. */
final class TestAgent implements AutoCloseable {

    final RecordingExecutor os = new RecordingExecutor();
    final PlaneViews views = new PlaneViews(AGENT, Executor.PROCESS, _ -> false);
    final List<Outgoing> written = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    final Journal journal;
    Agent agent;
    volatile Instant brokerTime = UNTIL.minusSeconds(60);
    volatile boolean brokerAnswers = true;
    volatile Runnable duringBarrier = () -> {};
    volatile Runnable beforeComponent = () -> {};

    TestAgent(Path directory) {
        this.journal = new Journal(directory);
        this.agent = agent();
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

    /** Another agent in the place of one that was closed, with its journal and system. */
    void replace() {
        agent = agent();
    }

    private CompletableFuture<Outbound.Acknowledged> send(Outgoing record) {
        if (record.topic().equals(Topics.COMPONENTS)) {
            beforeComponent.run();
        }
        written.add(record);
        if (!brokerAnswers) {
            return new CompletableFuture<>();
        }
        if (record.topic().equals(Topics.COMPONENTS)) {
            views.component(record.key(), record.value());
        }
        return CompletableFuture.completedFuture(new Outbound.Acknowledged(brokerTime, nanos.get()));
    }

    void give(Change change) {
        agent.take(List.of(), List.of(change));
    }

    void give(RestartCommand command) {
        agent.take(List.of(command), List.of());
    }

    void declare(String subject, String json) {
        views.component(subject, json.getBytes(StandardCharsets.UTF_8));
    }

    void declare(Component component) {
        views.component(component.subject(), Json.bytes(component));
    }

    /** It runs, and the agent has started it before. */
    void runs(String workerId, String incarnation, String version) {
        runs(workerId, incarnation, version, "sleeper");
    }

    /** It runs, and the agent has started it before. */
    void runs(String workerId, String incarnation, String version, String type) {
        os.runs(incarnation, workerId, version);
        journal.append(new JournalEntry.Started(workerId, null, process(incarnation, version, type)));
    }

    static WorkerProcess process(String incarnation, String version, String type) {
        return new WorkerProcess(incarnation, 7, "boot/7", type, "dreams", version, "test", false);
    }

    /** It runs, and the agent has started it before and told about it; the agent is open. */
    void alive(String incarnation) {
        os.runs(incarnation);
        journal.append(new JournalEntry.Started(WORKER, null, Samples.process(incarnation, 101)));
        agent.open(List.of());
        await().until(() -> os.watchers.containsKey(incarnation));
    }

    CommandResult outcome(String commandId) {
        return outcome(Topics.RESTART_RESULTS, commandId);
    }

    CommandResult outcome(TopicSpec topic, String commandId) {
        return await().until(
                        () -> results(topic, commandId).stream()
                                .filter(r -> r.status() != Status.ACCEPTED)
                                .findFirst()
                                .orElse(null),
                        TestAgent::isThere);
    }

    private static boolean isThere(@Nullable CommandResult result) {
        return result != null;
    }

    List<CommandResult> results(String commandId) {
        return results(Topics.RESTART_RESULTS, commandId);
    }

    List<CommandResult> results(TopicSpec topic, String commandId) {
        return written.stream()
                .filter(r -> r.topic().equals(topic))
                .flatMap(r -> switch (CommandResult.parse(r.key(), r.value())) {
                    case Parsed.Valid<CommandResult>(var result) -> Stream.of(result);
                    case Parsed.Rejected<CommandResult> rejected -> throw new AssertionError(rejected.message());
                })
                .filter(r -> r.commandId().equals(commandId))
                .toList();
    }

    /** Values that the agent wrote to a topic of no tombstones. */
    List<String> texts(TopicSpec topic) {
        return written.stream()
                .filter(r -> r.topic().equals(topic))
                .map(r -> new String(Objects.requireNonNull(r.value()), StandardCharsets.UTF_8))
                .toList();
    }

    /** The components that the agent wrote; null: a tombstone. */
    List<@Nullable String> components(String subject) {
        return written.stream()
                .filter(r -> r.topic().equals(Topics.COMPONENTS) && r.key().equals(subject))
                .map(r -> r.value() == null ? null : new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    Component component(String subject) {
        return Objects.requireNonNull(views.exactly(subject));
    }

    /** Topics in the order in which they were written to. */
    List<String> order() {
        return written.stream().map(r -> r.topic().name()).toList();
    }

    static Instant until() {
        return UNTIL;
    }

    @Override
    public void close() {
        agent.close(Duration.ofSeconds(10));
        journal.close();
    }
}
