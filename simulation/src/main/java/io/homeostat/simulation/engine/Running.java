package io.homeostat.simulation.engine;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/** A plugged service through all its starts. */
final class Running {

    private final PluggedService service;
    private final Catalogue catalogue;
    private final VirtualTime time;
    private final Path directory;
    private final @Nullable Changelog changelog;
    private Application application;
    private final Map<TaskId, ArrayDeque<LoggedRecord>> unread = new TreeMap<>();
    private boolean abortsNext;
    private boolean stopped;

    /** @param faulty true: it can be stopped, and keeps what it needs for its next start */
    Running(PluggedService service, Catalogue catalogue, VirtualTime time, Path directory, boolean faulty) {
        this.service = service;
        this.catalogue = catalogue;
        this.time = time;
        this.directory = directory;
        this.changelog = faulty ? new Changelog() : null;
        this.application = new Application(service, catalogue, time, directory, changelog);
    }

    Application application() {
        return application;
    }

    boolean isNamed(String applicationId) {
        return service.applicationId().equals(applicationId);
    }

    /** Processes a record, or keeps it for later while nobody is there. */
    List<Collector.Written> read(TaskId id, LoggedRecord record, Iterable<LoggedRecord> tables) {
        if (stopped) {
            unread.computeIfAbsent(id, _ -> new ArrayDeque<>()).addLast(record);
            return List.of();
        }
        return process(id, record, tables);
    }

    void stop() {
        stopped = true;
    }

    void startAgain(Iterable<LoggedRecord> tables) {
        stopped = false;
        restart(tables);
    }

    boolean isBehind() {
        return !unread.isEmpty();
    }

    /** Processes what waited longest for one of the tasks. */
    List<Collector.Written> readOne(RandomGenerator order, Iterable<LoggedRecord> tables) {
        var behind = List.copyOf(unread.entrySet());
        var next = behind.get(order.nextInt(behind.size()));
        var id = next.getKey(); // after a removal the entry is another one
        var record = next.getValue().removeFirst();
        if (next.getValue().isEmpty()) {
            unread.remove(id);
        }
        return process(id, record, tables);
    }

    void move(int task) {
        application.move(task);
    }

    /** Processes a record in one transaction. */
    private List<Collector.Written> process(TaskId id, LoggedRecord record, Iterable<LoggedRecord> tables) {
        var written = application.task(id).process(record);
        if (abortsNext && changelog != null) {
            abortsNext = false;
            changelog.abort();
            restart(tables);
            written = application.task(id).process(record);
        }
        commit();
        return written;
    }

    List<Collector.Written> punctuate(TaskId id) {
        if (stopped) {
            return List.of();
        }
        var written = application.task(id).punctuate();
        commit();
        return written;
    }

    /** The next record's transaction fails with its process: what it did never was, and it is processed again. */
    void abortNext() {
        abortsNext = true;
    }

    /**
     * Ends the process and starts another, which knows what was committed and nothing else.
     *
     * @param tables every record that the global tables read so far
     */
    void restart(Iterable<LoggedRecord> tables) {
        if (changelog == null) {
            throw new IllegalStateException("this plane keeps no changelogs");
        }
        application.close();
        application = new Application(service, catalogue, time, directory, changelog);
        for (var record : tables) {
            if (application.keepsTable(record.topic())) {
                application.keep(record);
            }
        }
        application.start();
    }

    private void commit() {
        if (changelog != null) {
            changelog.commit();
        }
    }
}
