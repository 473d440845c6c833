package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.process.WorkerExecutor;
import io.homeostat.common.contract.Executor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An operating system of the test's making: processes are names. */
final class RecordingExecutor implements WorkerExecutor {

    final List<String> effects = new CopyOnWriteArrayList<>();
    final Map<String, Consumer<OptionalInt>> watchers = new ConcurrentHashMap<>();
    final Map<String, String> versions = new ConcurrentHashMap<>();
    final Map<String, String> others = new ConcurrentHashMap<>();
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    volatile boolean searchable = true;
    volatile Runnable duringStop = () -> {};
    volatile @Nullable Stop stopAnswer;
    volatile @Nullable String spawnProblem;
    private long pids = 100;

    void runs(String incarnation) {
        running.put(incarnation, ++pids);
    }

    /** It runs as a process of this worker alone; without that, every worker finds it. */
    void runs(String incarnation, String workerId, String version) {
        owners.put(incarnation, workerId);
        versions.put(incarnation, version);
        runs(incarnation);
    }

    /** Incarnations of a worker that run. */
    List<String> of(String workerId) {
        return running.keySet().stream()
                .filter(incarnation -> workerId.equals(owners.get(incarnation)))
                .toList();
    }

    void dies(String incarnation) {
        running.remove(incarnation);
    }

    /** It dies, and whoever watches learns it. */
    void exits(String incarnation, int code) {
        dies(incarnation);
        watchers.getOrDefault(incarnation, _ -> {}).accept(OptionalInt.of(code));
    }

    @Override
    public Executor kind() {
        return Executor.PROCESS;
    }

    @Override
    public Sightings look(String workerId, Collection<WorkerProcess> known) {
        var seen = new ArrayList<Sighting>();
        running.forEach((incarnation, pid) -> {
            if (!workerId.equals(owners.getOrDefault(incarnation, workerId))) {
                return;
            }
            if (searchable || known.stream().anyMatch(p -> p.incarnation().equals(incarnation))) {
                seen.add(new Sighting(incarnation, pid, "boot/" + pid, versions.get(incarnation)));
            }
        });
        return new Sightings(seen, searchable);
    }

    @Override
    public Map<String, String> running() {
        return others;
    }

    @Override
    public Spawn start(StartOrder order) {
        effects.add("start " + order.incarnation() + " " + order.version());
        var problem = spawnProblem;
        if (problem != null) {
            return new Spawn.NotSpawned(problem);
        }
        runs(order.incarnation(), order.workerId(), order.version());
        return new Spawn.Spawned(pids, "boot/" + pids);
    }

    @Override
    public Stop stop(StopOrder order) {
        effects.add("stop " + order.process().incarnation());
        duringStop.run();
        var answer = stopAnswer;
        if (answer == null) {
            dies(order.process().incarnation());
            return new Stop.Gone(OptionalInt.of(143), "ended when asked");
        }
        return answer;
    }

    @Override
    public void sweep(String workerId, String incarnation) {
        effects.add("sweep " + incarnation);
    }

    @Override
    public void watch(WorkerProcess process, Consumer<OptionalInt> ended) {
        watchers.put(process.incarnation(), ended);
    }

    @Override
    public OptionalInt exitCode(WorkerProcess process) {
        return OptionalInt.empty();
    }

    @Override
    public void close() {}
}
