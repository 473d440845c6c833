package io.homeostat.simulation.engine;

import java.nio.file.Path;
import java.util.List;
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
    private boolean abortsNext;

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

    /** Processes a record in one transaction. */
    List<Collector.Written> process(TaskId id, LoggedRecord record, Iterable<LoggedRecord> tables) {
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
