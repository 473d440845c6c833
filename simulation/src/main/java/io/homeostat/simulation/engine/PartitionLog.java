package io.homeostat.simulation.engine;

import io.homeostat.simulation.engine.LoggedRecord.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One partition: the end of it that nobody has read yet, and who reads it. What was read is not kept. */
final class PartitionLog {

    private final ArrayDeque<LoggedRecord> unread = new ArrayDeque<>();
    private final List<Consumer<LoggedRecord>> tables = new ArrayList<>();
    private final List<Consumer<LoggedRecord>> readers = new ArrayList<>();
    private long nextOffset;

    void addTable(Consumer<LoggedRecord> table) {
        tables.add(table);
    }

    void addReader(Consumer<LoggedRecord> reader) {
        readers.add(reader);
    }

    boolean hasTables() {
        return !tables.isEmpty();
    }

    boolean hasUnread() {
        return !unread.isEmpty();
    }

    long nextOffset() {
        return nextOffset;
    }

    void append(LoggedRecord record) {
        unread.addLast(record);
        nextOffset = Math.max(nextOffset, record.offset() + 1);
    }

    LoggedRecord next() {
        return unread.removeFirst();
    }

    /** Before the start: tables read what stands here, and leave it for the tasks. */
    void feedTables() {
        unread.forEach(record -> tables.forEach(table -> table.accept(record)));
    }

    /** Tables first, as far as they do not know it from before the start. */
    void deliver(LoggedRecord record) {
        if (record.writer() != Writer.SEED) {
            for (var table : tables) {
                table.accept(record);
            }
        }
        for (var reader : readers) {
            reader.accept(record);
        }
    }
}
