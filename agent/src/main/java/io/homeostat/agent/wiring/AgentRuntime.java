package io.homeostat.agent.wiring;

import io.homeostat.agent.effects.docker.DockerExecutor;
import io.homeostat.agent.effects.journal.DirectoryLock;
import io.homeostat.agent.effects.journal.Journal;
import io.homeostat.agent.effects.kafka.PlaneClock;
import io.homeostat.agent.effects.kafka.PlaneReader;
import io.homeostat.agent.effects.kafka.PlaneSettings;
import io.homeostat.agent.effects.kafka.PlaneViews;
import io.homeostat.agent.effects.kafka.Sender;
import io.homeostat.agent.effects.lane.Agent;
import io.homeostat.agent.effects.lane.AgentMetrics;
import io.homeostat.agent.effects.lane.LaneContext;
import io.homeostat.agent.effects.process.ProcessExecutor;
import io.homeostat.agent.effects.process.WorkerExecutor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running agent with everything that it holds open: made at the start, closed in the order that loses nothing. */
@Context
public final class AgentRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(AgentRuntime.class);
    private static final Duration COMPONENTS_TIME = Duration.ofSeconds(25);
    private static final Duration LAST_WORDS_TIME = Duration.ofSeconds(3);
    private static final Duration LANES_TIME = Duration.ofSeconds(3);

    private final AgentSettings settings;
    private final DirectoryLock lock;
    private final Journal journal;
    private final WorkerExecutor executor;
    private final PlaneClock clock = new PlaneClock(System::nanoTime);
    private final PlaneReader reader;
    private final Sender sender;
    private final Agent agent;

    /**
     * Opens the data directory and begins to read the plane.
     *
     * @throws RuntimeException with one line that says why not
     */
    public AgentRuntime(AgentSettings settings, PlaneSettings plane, MeterRegistry registry) {
        this.settings = settings;
        this.lock = DirectoryLock.take(settings.dataDirectory());
        try {
            this.journal = new Journal(settings.dataDirectory());
            this.executor = executor(settings, plane);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        var views = new PlaneViews(
                settings.name(), executor.kind(), workerId -> journal.workers().contains(workerId));
        this.sender = new Sender(plane);
        this.reader = new PlaneReader(plane, views, clock, this::changed);
        this.agent = new Agent(new LaneContext(
                settings.name(), journal, executor, views, clock, sender, reader::current, new AgentMetrics(registry)));
        var _ = reader.read().thenRun(() -> agent.open(views.declared()));
        reader.start();
    }

    private void changed(java.util.Set<String> workerIds) {
        agent.declared(workerIds);
    }

    Agent agent() {
        return agent;
    }

    /** What keeps the agent from its work, or empty. */
    Optional<String> problem() {
        return reader.waitingFor()
                .map(what -> "waits: " + what)
                .or(() -> reader.read().isDone() ? Optional.empty() : Optional.of("reads components and plane"))
                .or(journal::problem)
                .or(executor::problem);
    }

    PlaneClock clock() {
        return clock;
    }

    /** Components first, if they are to end; then what is left to say; then the rest. */
    @PreDestroy
    void close() {
        if (settings.stopComponentsOnExit() && !agent.endAll(COMPONENTS_TIME)) {
            LOG.warn("not all components ended within {} s", COMPONENTS_TIME.toSeconds());
        }
        executor.close();
        if (!sender.flush(LAST_WORDS_TIME)) {
            LOG.warn("{} records are not acknowledged; the next start sends them", sender.waiting());
        }
        sender.close();
        reader.close();
        if (!agent.close(LANES_TIME)) {
            LOG.warn("some steps are left in the middle; the next start finds out how far they got");
        }
        journal.close();
        lock.close();
    }

    private static WorkerExecutor executor(AgentSettings settings, PlaneSettings plane) {
        var servers = plane.bootstrapServers();
        var prefix = plane.topics().prefix();
        return settings.dockerHost()
                .<WorkerExecutor>map(
                        host -> new DockerExecutor(host, settings.dockerScope(), servers, prefix, settings.name()))
                .orElseGet(() ->
                        new ProcessExecutor(realPath(settings.dataDirectory()), servers, prefix, settings.name()));
    }

    private static Path realPath(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("data directory " + directory, e);
        }
    }
}
