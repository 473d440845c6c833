package io.homeostat.agent.effects.process;

import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.common.contract.Executor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers that are processes of this host. What it starts runs on when the agent ends. */
public final class ProcessExecutor implements WorkerExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessExecutor.class);
    private static final File NOTHING = new File("/dev/null");
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final long WATCH_EVERY_MS = 100; // a child's end is announced, that of an adopted one is not
    private static final long BOUND_EVERY_MS = 1_000;
    private static final long REAP_SECONDS = 2;
    private static final String ENDED_AT_ONCE = "ended-at-once";

    /** The last process of each worker that is a child of this JVM. */
    private record Child(String incarnation, Process process) {}

    private final ProcessTable table;
    private final ProcessEnvironment environment;
    private final OutputFiles output;
    private final ProcessStopper stopper;
    private final Map<String, Child> children = new ConcurrentHashMap<>();
    private final String home;
    private volatile boolean closing;

    /**
     * @param home the agent's data directory, a real path
     * @param bootstrapServers the broker's address, for the processes
     */
    public ProcessExecutor(Path home, String bootstrapServers, String topicsPrefix, String agent) {
        this(home, bootstrapServers, topicsPrefix, agent, ProcFileSystem.find().orElseGet(HandleTable::new));
    }

    ProcessExecutor(Path home, String bootstrapServers, String topicsPrefix, String agent, ProcessTable table) {
        this.table = table;
        this.home = home.toString();
        this.environment = new ProcessEnvironment(bootstrapServers, topicsPrefix, agent, this.home);
        this.output = new OutputFiles(home.resolve("output"), OutputFiles.BYTES_MAX);
        this.stopper = new ProcessStopper(new ProcessTree(table, this.home), () -> closing);
        Thread.ofPlatform().name("agent-output").daemon().start(this::boundOutput);
    }

    /** From the start on: workers print also while no agent runs. */
    private void boundOutput() {
        new Patience(() -> closing, BOUND_EVERY_MS)
                .await(
                        () -> {
                            output.bound();
                            return false;
                        },
                        FOREVER);
    }

    @Override
    public Executor kind() {
        return Executor.PROCESS;
    }

    @Override
    public Sightings look(String workerId, Collection<WorkerProcess> known) {
        var running = new ArrayList<Sighting>();
        for (var process : known) {
            if (table.runs(process.pid(), process.mark())) {
                running.add(new Sighting(process.incarnation(), process.pid(), process.mark(), process.version()));
            }
        }
        var marked = table.carrying(ProcessEnvironment.HOME, home);
        if (marked.isEmpty()) {
            return new Sightings(running, false);
        }
        var names = known.stream().map(WorkerProcess::incarnation).toList();
        roots(workerId, marked.get()).forEach((incarnation, root) -> {
            if (!names.contains(incarnation)) {
                running.add(new Sighting(
                        incarnation, root.pid(), root.mark(), root.environment().get(ProcessEnvironment.VERSION)));
            }
        });
        return new Sightings(running, true);
    }

    @Override
    public Map<String, String> running() {
        var workers = new TreeMap<String, String>();
        for (var entry : table.carrying(ProcessEnvironment.HOME, home).orElse(List.of())) {
            var variables = entry.environment();
            var workerId = variables.get(ProcessEnvironment.WORKER_ID);
            if (workerId != null && variables.containsKey(ProcessEnvironment.INCARNATION)) {
                workers.put(workerId, variables.getOrDefault(ProcessEnvironment.WORKER_TYPE, "default"));
            }
        }
        return workers;
    }

    /** Children carry their parent's variables: the process of an incarnation is the one whose parent does not. */
    private static Map<String, ProcessTable.Entry> roots(String workerId, List<ProcessTable.Entry> entries) {
        var byIncarnation = entries.stream()
                .filter(e -> workerId.equals(e.environment().get(ProcessEnvironment.WORKER_ID)))
                .filter(e -> e.environment().containsKey(ProcessEnvironment.INCARNATION))
                .collect(Collectors.groupingBy(
                        e -> e.environment().getOrDefault(ProcessEnvironment.INCARNATION, ""),
                        TreeMap::new,
                        Collectors.toList()));
        var roots = new TreeMap<String, ProcessTable.Entry>();
        byIncarnation.forEach((incarnation, members) -> {
            var pids = members.stream().map(ProcessTable.Entry::pid).collect(Collectors.toSet());
            members.stream()
                    .filter(member -> !pids.contains(member.parent()))
                    .min(Comparator.comparingLong(ProcessTable.Entry::pid))
                    .ifPresent(root -> roots.put(incarnation, root));
        });
        return roots;
    }

    @Override
    public Spawn start(StartOrder order) {
        var version = order.component().versions().get(order.version());
        if (version == null) {
            return new Spawn.NotSpawned("no version " + order.version());
        }
        try {
            var process = spawn(order.workerId(), version.start(), environment.of(order, System.getenv()));
            children.put(order.workerId(), new Child(order.incarnation(), process));
            return new Spawn.Spawned(process.pid(), table.mark(process.pid()).orElse(ENDED_AT_ONCE));
        } catch (IOException | IllegalArgumentException e) { // the latter: a NUL or '=' in an argument or variable
            return new Spawn.NotSpawned(String.valueOf(e.getMessage()));
        }
    }

    private Process spawn(String workerId, List<String> command, Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.redirectErrorStream(true)
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.next(workerId)))
                .start();
    }

    @Override
    public Stop stop(StopOrder order) {
        return stopper.stop(order, () -> stopCommand(order), () -> exitCode(order.process()));
    }

    private @Nullable Process stopCommand(StopOrder order) {
        var version = order.how();
        if (version == null || version.stop().isEmpty()) {
            return null;
        }
        try {
            return spawn(order.workerId(), version.stop(), environment.ofStop(order, System.getenv()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{}: the stop command cannot be run, SIGTERM instead: {}", order.workerId(), e.getMessage());
            return null;
        }
    }

    @Override
    public void sweep(String workerId, String incarnation) {
        var left = stopper.sweep(workerId, incarnation);
        if (!left.isEmpty()) {
            LOG.warn("{}: {} processes of incarnation {} are left behind", workerId, left.size(), incarnation);
        }
    }

    @Override
    public void watch(WorkerProcess process, Consumer<OptionalInt> ended) {
        var child = child(process);
        if (child != null) {
            var _ = child.onExit().thenAccept(exited -> ended.accept(OptionalInt.of(exited.exitValue())));
            return;
        }
        Thread.ofVirtual().name("watch-" + process.pid()).start(() -> {
            if (new Patience(() -> closing, WATCH_EVERY_MS).await(() -> isGone(process), FOREVER)) {
                ended.accept(OptionalInt.empty());
            }
        });
    }

    /** A look that fails is made again: nobody else would notice the end. */
    private boolean isGone(WorkerProcess process) {
        try {
            return !table.runs(process.pid(), process.mark());
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public OptionalInt exitCode(WorkerProcess process) {
        var child = child(process);
        try {
            return child != null && child.waitFor(REAP_SECONDS, TimeUnit.SECONDS)
                    ? OptionalInt.of(child.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private @Nullable Process child(WorkerProcess process) {
        return children.values().stream()
                .filter(c -> c.incarnation().equals(process.incarnation())
                        && c.process().pid() == process.pid())
                .map(Child::process)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        closing = true;
    }
}
