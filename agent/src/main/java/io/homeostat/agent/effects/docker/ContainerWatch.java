package io.homeostat.agent.effects.docker;

import io.homeostat.agent.domain.WorkerProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the end of containers: one question for all of them, several times a second. Unlike the engine's stream of events it
 * misses nothing when either side was away, and an engine that does not answer ends nobody.
 */
final class ContainerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);
    private static final long EVERY_MS = 250;

    /** Every so many looks each one is asked for itself: one that somebody has restarted is in the list as before. */
    private static final int THOROUGH_EVERY = 20;

    private final Engine engine;
    private final Map<String, String> labels;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable String problem = "it was not asked yet";

    private record Watched(WorkerProcess process, Consumer<OptionalInt> ended) {}

    ContainerWatch(Engine engine, Map<String, String> labels) {
        this.engine = engine;
        this.labels = labels;
    }

    void start() {
        Thread.ofPlatform().daemon().name("engine-watch").start(this::run);
    }

    void add(WorkerProcess process, Consumer<OptionalInt> ended) {
        watched.put(process.mark(), new Watched(process, ended));
    }

    /** Why the engine cannot be asked, or empty. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void run() {
        try {
            for (int round = 0; !closing.await(EVERY_MS, TimeUnit.MILLISECONDS); round++) {
                look(round % THOROUGH_EVERY == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look(boolean thorough) {
        try {
            var running = engine.running(labels).keySet();
            for (var each : List.copyOf(watched.values())) {
                if (thorough || !running.contains(Container.idOf(each.process().mark()))) {
                    judge(each);
                }
            }
            answers(null);
        } catch (EngineAway e) {
            answers(e.getMessage());
        }
    }

    private void judge(Watched each) {
        var mark = each.process().mark();
        var container = engine.inspect(Container.idOf(mark));
        if (container.filter(c -> c.runs(mark)).isEmpty() && watched.remove(mark, each)) {
            each.ended().accept(container.map(c -> c.exitCode(mark)).orElse(OptionalInt.empty()));
        }
    }

    private void answers(@Nullable String now) {
        var before = problem;
        problem = now;
        if (now == null && before != null) {
            LOG.info("the engine answers");
        } else if (now != null && !now.equals(before)) {
            LOG.warn("the engine cannot be asked, so nothing is started or ended: {}", now);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
