package io.homeostat.client;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the client tells the worker's log while it is open. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.homeostat.client");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    static CapturedLog open() {
        var log = new CapturedLog();
        log.start();
        log.logger.addAppender(log);
        return log;
    }

    /** Lines of this worker: tests in one JVM share the logger. */
    List<String> about(String workerId) {
        return lines.stream()
                .filter(line -> line.contains(" " + workerId + " "))
                .toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
