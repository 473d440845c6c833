package io.homeostat.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads that the plane's flags could not answer: each is counted, each name is told to the log once. Any thread. */
final class Misreads {

    /** Names that are remembered; later ones are only counted, so that names made at run time do no harm. */
    static final int NAMES_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LiveFlags.class);

    private final LongAdder count = new LongAdder();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    long count() {
        return count.sum();
    }

    void unknown(String name) {
        count.increment();
        if (isNew(name)) {
            LOG.warn("The flag {} is not known to the plane: its reader's own default holds.", name);
        }
    }

    void wrongKind(String name, FlagKind stored, FlagKind asked) {
        count.increment();
        if (isNew(name)) {
            LOG.warn(
                    "The flag {} is of kind {}, but was read as {}: its reader's own default holds.",
                    name,
                    stored.wire(),
                    asked.wire());
        }
    }

    private boolean isNew(String name) {
        return told.size() < NAMES_MAX && told.add(name);
    }
}
