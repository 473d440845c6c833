package io.homeostat.agent.effects.process;

import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what was decided, for one kind of component. Another kind of executor is another implementation: journal,
 * fences and answers stay what they are. Failure is a value; an exception is a bug.
 */
public interface WorkerExecutor extends AutoCloseable {

    /** Which components it is for. */
    Executor kind();

    /**
     * Looks for the processes of a worker.
     *
     * @param known what the journal has of it and not ended: their end is found even where the system cannot be searched
     */
    Sightings look(String workerId, Collection<WorkerProcess> known);

    /**
     * Workers of which any process of this agent runs, with their types, whether the journal knows them or not; empty
     * where the system cannot be searched.
     */
    Map<String, String> running();

    /** Starts a process. Returns when it exists or cannot. */
    Spawn start(StartOrder order);

    /** Ends a process and what it started. Returns when it is gone or the patience is over. */
    Stop stop(StopOrder order);

    /** Ends what a process that is gone has left behind: children of it would be a second process of the worker. */
    void sweep(String workerId, String incarnation);

    /** Reports the end of a process once, from any thread; empty: the exit code is not known. */
    void watch(WorkerProcess process, Consumer<OptionalInt> ended);

    /** The exit code of a process that is gone; empty: not known. */
    OptionalInt exitCode(WorkerProcess process);

    /** What keeps it from its work, or empty. Until that is over it throws, so that nothing is done on a false picture. */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /** Lets go: processes run on, waiting calls end with {@link Stop.Abandoned}. */
    @Override
    void close();

    /**
     * Processes that run.
     *
     * @param complete false where only the known ones could be looked at
     */
    record Sightings(List<Sighting> running, boolean complete) {}

    /**
     * A process that runs as an incarnation.
     *
     * @param version that it was started as; null: it does not show
     */
    record Sighting(
            String incarnation,
            long pid,
            String mark,
            @Nullable String version) {}

    /**
     * What to start.
     *
     * @param version name of the version, one of the component's
     */
    record StartOrder(String workerId, String incarnation, Component component, String version) {}

    /**
     * What to end.
     *
     * @param how the version's own way; null: none known
     * @param graceful how long to wait after the polite request
     * @param force kill it afterwards
     */
    record StopOrder(
            String workerId,
            WorkerProcess process,
            Component.@Nullable Version how,
            Duration graceful,
            boolean force) {}

    /** Outcome of a start. */
    sealed interface Spawn {
        /** It exists. */
        record Spawned(long pid, String mark) implements Spawn {}

        /** It does not exist, and why. */
        record NotSpawned(String problem) implements Spawn {}
    }

    /** Outcome of a stop. */
    sealed interface Stop {
        /** It is gone, and its children with it. */
        record Gone(OptionalInt exitCode, String how) implements Stop {}

        /** It, or a child of it, is still there. */
        record StillThere(String problem) implements Stop {}

        /** The agent closes: the outcome is not known yet. */
        record Abandoned() implements Stop {}
    }
}
