package io.homeostat.agent.effects.journal;

import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.SubjectHistory;
import io.homeostat.agent.domain.WorkerHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the agent remembers, in memory and on disk: a step counts when {@link #append} returns. Safe for many threads. */
public final class Journal implements AutoCloseable {

    private static final String FILE = "journal.jsonl";
    private static final long COMPACT_FROM_BYTES = 4L * 1024 * 1024;
    private static final long COMPACT_AT_FACTOR = 4; // of what the last compaction left

    private final Map<String, WorkerHistory> histories = new TreeMap<>();
    private final Map<String, SubjectHistory> subjects = new TreeMap<>();
    private final JournalFile file;
    private long compacted;
    private @Nullable String problem;

    /**
     * Opens the journal in a data directory that the caller has locked.
     *
     * @throws JournalException if it is damaged
     */
    public Journal(Path directory) {
        this.file = JournalFile.open(directory.resolve(FILE), this::remember);
        compactIfPossible(); // on a full disk the memory is there all the same, and what runs must be watched
    }

    /** What is known of a worker. */
    public synchronized WorkerHistory history(String workerId) {
        return histories.getOrDefault(workerId, WorkerHistory.unknown(workerId));
    }

    /** All workers of which anything is known. */
    public synchronized Set<String> workers() {
        return new TreeSet<>(histories.keySet());
    }

    /** What is known of the changes of a target or service. */
    public synchronized SubjectHistory changes(String key) {
        return subjects.getOrDefault(key, SubjectHistory.unknown(key));
    }

    /** Keys of all targets and services of which any change is known. */
    public synchronized Set<String> subjects() {
        return new TreeSet<>(subjects.keySet());
    }

    /** Why the last append failed, or empty. */
    public synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Writes and remembers entries, all or none, also when the agent ends in the middle of it.
     *
     * @throws JournalException if they are not on disk
     */
    public synchronized void append(List<? extends JournalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try {
            file.append(entries);
            problem = null;
        } catch (JournalException e) {
            problem = e.getMessage();
            throw e;
        }
        entries.forEach(this::remember);
        if (file.length() > Math.max(COMPACT_FROM_BYTES, COMPACT_AT_FACTOR * compacted)) {
            compactIfPossible();
        }
    }

    /**
     * One entry.
     *
     * @throws JournalException if it is not on disk
     */
    public void append(JournalEntry entry) {
        append(List.of(entry));
    }

    private void remember(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Together(var entries) -> entries.forEach(this::remember);
            case JournalEntry.OfWorker ofWorker -> remember(ofWorker);
            case JournalEntry.OfChange ofChange ->
                subjects.put(ofChange.key(), changes(ofChange.key()).apply(ofChange));
        }
    }

    private void remember(JournalEntry.OfWorker entry) {
        var workerId = entry.workerId();
        var next = histories
                .getOrDefault(workerId, WorkerHistory.unknown(workerId))
                .apply(entry);
        if (next.equals(WorkerHistory.unknown(workerId))) {
            histories.remove(workerId);
        } else {
            histories.put(workerId, next);
        }
    }

    /** The entries stand in the old file: a compaction that fails is a problem, but not theirs. */
    private void compactIfPossible() {
        try {
            compact();
        } catch (JournalException e) {
            problem = e.getMessage();
        }
    }

    private void compact() {
        var snapshots = new ArrayList<JournalEntry>();
        histories.values().forEach(history -> snapshots.add(new JournalEntry.Snapshot(history)));
        subjects.values().forEach(history -> snapshots.add(new JournalEntry.ChangeSnapshot(history)));
        file.replace(snapshots);
        compacted = file.length();
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
