package io.homeostat.agent.effects.docker;

import io.homeostat.agent.effects.process.Patience;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process of a container: politely, then by force. The engine's own stop would always end it by force, and would not say
 * which. A process is looked at right before each signal: a container that was started again runs another one.
 */
final class ContainerStopper {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerStopper.class);
    private static final String KILL = "SIGKILL";

    /** SIGKILL needs no consent; a process that survives it this long hangs in the kernel. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private static final long LOOK_EVERY_MS = 50;

    private final Engine engine;
    private final BooleanSupplier closing;
    private final Patience patience;

    ContainerStopper(Engine engine, BooleanSupplier closing) {
        this.engine = engine;
        this.closing = closing;
        this.patience = new Patience(closing, LOOK_EVERY_MS);
    }

    Stop stop(StopOrder order) {
        var mark = order.process().mark();
        if (!runs(mark)) {
            return new Stop.Gone(exitCode(mark), "gone already");
        }
        askToEnd(order);
        if (patience.await(() -> isGone(mark), order.graceful())) {
            return new Stop.Gone(exitCode(mark), "ended when asked");
        }
        if (closing.getAsBoolean()) {
            return new Stop.Abandoned();
        }
        if (!order.force()) {
            return new Stop.StillThere("still runs after " + order.graceful().toSeconds() + " s, and force is off");
        }
        kill(mark);
        if (patience.await(() -> isGone(mark), KILL_PATIENCE)) {
            return new Stop.Gone(
                    exitCode(mark), "killed after " + order.graceful().toSeconds() + " s");
        }
        return closing.getAsBoolean()
                ? new Stop.Abandoned()
                : new Stop.StillThere("still there " + KILL_PATIENCE.toSeconds() + " s after SIGKILL");
    }

    /** Ends a process that should not be there at all. True once it is gone. */
    boolean sweep(String mark, Duration grace) {
        if (runs(mark)) {
            engine.signal(Container.idOf(mark), engine.stopSignal(Container.idOf(mark)));
        }
        if (patience.await(() -> isGone(mark), grace)) {
            return true;
        }
        kill(mark);
        return patience.await(() -> isGone(mark), KILL_PATIENCE);
    }

    /** By the version's own way, run inside of the container; without one, or if it cannot be run, by the image's signal. */
    private void askToEnd(StopOrder order) {
        var id = Container.idOf(order.process().mark());
        var how = order.how();
        if (how != null && !how.stop().isEmpty()) {
            try {
                engine.run(id, how.stop());
                return;
            } catch (EngineRefusal e) {
                LOG.warn("{}: the stop command cannot be run, a signal instead: {}", order.workerId(), e.getMessage());
            }
        }
        if (runs(order.process().mark())) {
            engine.signal(id, engine.stopSignal(id));
        }
    }

    private void kill(String mark) {
        if (runs(mark)) {
            engine.signal(Container.idOf(mark), KILL);
        }
    }

    private boolean runs(String mark) {
        return engine.inspect(Container.idOf(mark)).filter(c -> c.runs(mark)).isPresent();
    }

    /** While the engine is away nothing is gone. */
    private boolean isGone(String mark) {
        try {
            return !runs(mark);
        } catch (EngineAway e) {
            return false;
        }
    }

    private OptionalInt exitCode(String mark) {
        return engine.inspect(Container.idOf(mark))
                .map(container -> container.exitCode(mark))
                .orElse(OptionalInt.empty());
    }
}
