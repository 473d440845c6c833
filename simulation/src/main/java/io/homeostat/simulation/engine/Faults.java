package io.homeostat.simulation.engine;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What happens to the processes and instances of services; each is named by its application id. */
public final class Faults {

    private final List<Running> services;
    private final List<LoggedRecord> tableRecords;
    private final Consumer<List<Collector.Written>> written;

    /**
     * Faults of these services.
     *
     * @param tableRecords every record that the global tables read so far
     * @param written takes what a service writes
     */
    Faults(List<Running> services, List<LoggedRecord> tableRecords, Consumer<List<Collector.Written>> written) {
        this.services = services;
        this.tableRecords = tableRecords;
        this.written = written;
    }

    /** Kills a service's process and starts it again from what it had committed. */
    public void restart(String applicationId) {
        named(applicationId).restart(tableRecords);
    }

    /** Kills a service's process within the transaction of the next record that it reads. */
    public void abortNext(String applicationId) {
        named(applicationId).abortNext();
    }

    /** A service's process ends, and nobody starts another: what it would read waits. */
    public void stop(String applicationId) {
        named(applicationId).stop();
    }

    /**
     * A stopped service starts from what it had committed, and reads what waited: each task in its order, tasks among each
     * other in any.
     */
    public void catchUp(String applicationId, RandomGenerator order) {
        var service = named(applicationId);
        service.startAgain(tableRecords);
        while (service.isBehind()) {
            written.accept(service.readOne(order, tableRecords));
        }
    }

    /** A task of a service moves to another instance: it starts from what it had committed, and the others go on. */
    public void move(String applicationId, int task) {
        named(applicationId).move(task);
    }

    private Running named(String applicationId) {
        return services.stream()
                .filter(service -> service.isNamed(applicationId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(applicationId + " is not plugged in"));
    }
}
