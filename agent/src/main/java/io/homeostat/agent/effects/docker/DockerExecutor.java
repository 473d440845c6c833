package io.homeostat.agent.effects.docker;

import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.process.WorkerExecutor;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Parsed;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that are containers of an engine, found by their labels. Each incarnation is a container of its own, of its version's
 * image; a process is known by the container's id and the time of its start. What it starts runs on when the agent ends.
 */
public final class DockerExecutor implements WorkerExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(DockerExecutor.class);
    private static final Duration SWEEP_PATIENCE = Duration.ofSeconds(2);

    private final ContainerLabels labels;
    private final ContainerPlans plans;
    private final Engine engine;
    private final ContainerStopper stopper;
    private final ContainerWatch watch;
    private volatile boolean closing;

    /**
     * Does not ask the engine yet.
     *
     * @param host {@code unix:///path} or {@code tcp://host:port}
     * @param scope tells agents of one name apart that share the engine; may be empty
     * @param bootstrapServers the broker's address, for the containers
     */
    public DockerExecutor(String host, String scope, String bootstrapServers, String topicsPrefix, String agent) {
        this.labels = new ContainerLabels(String.join("/", scope, topicsPrefix, agent));
        this.plans = new ContainerPlans(labels, bootstrapServers, topicsPrefix, agent);
        this.engine = new Engine(host);
        this.stopper = new ContainerStopper(engine, () -> closing);
        this.watch = new ContainerWatch(engine, labels.all());
        watch.start();
    }

    @Override
    public Executor kind() {
        return Executor.DOCKER;
    }

    @Override
    public Optional<String> problem() {
        return watch.problem().map(problem -> "the container engine cannot be asked: " + problem);
    }

    /** A known container that somebody has started again runs a process that nobody here has started: it is not the known one. */
    @Override
    public Sightings look(String workerId, Collection<WorkerProcess> known) {
        var running = engine.find(labels.of(workerId)).stream()
                .filter(Container::running)
                .filter(container -> known.stream()
                        .filter(p -> p.incarnation().equals(container.label(ContainerLabels.INCARNATION)))
                        .allMatch(p -> p.mark().equals(container.mark())))
                .map(container -> new Sighting(
                        container.label(ContainerLabels.INCARNATION),
                        container.pid(),
                        container.mark(),
                        container.label(ContainerLabels.VERSION)))
                .toList();
        return new Sightings(running, true);
    }

    @Override
    public Map<String, String> running() {
        var workers = new TreeMap<String, String>();
        for (var container : engine.running(labels.all()).values()) {
            var worker = container.get(ContainerLabels.WORKER);
            if (worker != null) {
                workers.put(worker, container.getOrDefault(ContainerLabels.WORKER_TYPE, "default"));
            }
        }
        return workers;
    }

    @Override
    public Spawn start(StartOrder order) {
        var version = order.component().versions().get(order.version());
        var image = version == null ? null : version.image();
        if (version == null || image == null) {
            return new Spawn.NotSpawned("no image of version " + order.version());
        }
        return switch (ContainerOptions.of(order.component())) {
            case Parsed.Rejected<ContainerOptions> rejected ->
                new Spawn.NotSpawned("parameters.container is refused: " + rejected.message());
            case Parsed.Valid<ContainerOptions>(var options) -> start(order, version, image, options);
        };
    }

    private Spawn start(StartOrder order, Component.Version version, String image, ContainerOptions options) {
        var before = engine.find(labels.of(order.workerId()));
        for (var container : before) {
            if (container.running()) { // the last look was a moment ago, but two would be one too many
                return new Spawn.NotSpawned("container " + shortened(container.id()) + " of incarnation "
                        + container.label(ContainerLabels.INCARNATION) + " runs");
            }
        }
        clear(before, order.incarnation());
        try {
            var id = engine.create(plans.of(order, version, image, options));
            return started(id);
        } catch (EngineRefusal e) {
            return new Spawn.NotSpawned(String.valueOf(e.getMessage()));
        }
    }

    /** A refusal of the start says why; whether it runs says the container alone. */
    private Spawn started(String id) {
        String problem = null;
        try {
            engine.start(id);
        } catch (EngineRefusal e) {
            problem = String.valueOf(e.getMessage());
        }
        var container = engine.inspect(id);
        if (problem != null && container.filter(Container::running).isEmpty()) {
            engine.remove(id);
            return new Spawn.NotSpawned(problem);
        }
        return container
                .<Spawn>map(c -> new Spawn.Spawned(c.pid(), c.mark()))
                .orElseGet(() -> new Spawn.NotSpawned("the container was removed at once"));
    }

    /** The newest container that has ended stays for its output; the others go, and what an interrupted start has left. */
    private void clear(List<Container> ended, String incarnation) {
        var kept = ended.stream()
                .filter(container -> !container.created())
                .filter(container ->
                        !container.label(ContainerLabels.INCARNATION).equals(incarnation))
                .max(Comparator.comparing(Container::finishedAt));
        ended.stream()
                .filter(container -> kept.isEmpty() || !kept.get().id().equals(container.id()))
                .forEach(container -> engine.remove(container.id()));
    }

    @Override
    public Stop stop(StopOrder order) {
        return stopper.stop(order);
    }

    @Override
    public void sweep(String workerId, String incarnation) {
        for (var container : engine.find(labels.of(workerId))) {
            boolean left = container.running()
                    && container.label(ContainerLabels.INCARNATION).equals(incarnation);
            if (left && !stopper.sweep(container.mark(), SWEEP_PATIENCE)) {
                LOG.warn("{}: container {} of incarnation {} is left behind", workerId, container.id(), incarnation);
            }
        }
    }

    @Override
    public void watch(WorkerProcess process, Consumer<OptionalInt> ended) {
        watch.add(process, ended);
    }

    @Override
    public OptionalInt exitCode(WorkerProcess process) {
        return engine.inspect(Container.idOf(process.mark()))
                .map(container -> container.exitCode(process.mark()))
                .orElse(OptionalInt.empty());
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(id.length(), 12));
    }

    @Override
    public void close() {
        closing = true;
        watch.close();
        engine.close();
    }
}
