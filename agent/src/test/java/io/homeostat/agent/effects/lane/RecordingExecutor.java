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
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    volatile boolean searchable = true;
    volatile Runnable duringStop = () -> {};
    volatile @Nullable Stop stopAnswer;
    volatile @Nullable String spawnProblem;
    private long pids = 100;

    void runs(String incarnation) {
        running.put(incarnation, ++pids);
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
            if (searchable || known.stream().anyMatch(p -> p.incarnation().equals(incarnation))) {
                seen.add(new Sighting(incarnation, pid, "boot/" + pid));
            }
        });
        return new Sightings(seen, searchable);
    }

    @Override
    public Spawn start(StartOrder order) {
        effects.add("start " + order.incarnation() + " " + order.version());
        var problem = spawnProblem;
        if (problem != null) {
            return new Spawn.NotSpawned(problem);
        }
        runs(order.incarnation());
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
