package io.homeostat.cli.demo;

import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.view.Described;
import io.homeostat.cli.view.Follower;
import io.homeostat.cli.view.WatchCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Everything that the plane wrote, as it was committed: what the demo waits for and is judged by. */
public final class Ledger implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Described> records = new ArrayList<>();
    private final Map<String, Long> arrivals = new HashMap<>();
    private final Thread thread;
    private volatile boolean open = true;
    private Consumer<Described> listener = _ -> {};

    public Ledger(KafkaAccess access) {
        thread = Thread.ofPlatform()
                .name("demo-ledger")
                .daemon()
                .start(() -> new Follower(access, WatchCommand.TOPICS).follow(true, () -> open, this::add));
    }

    /** Shows records as they come; at most one listener. */
    void show(Consumer<Described> each) {
        lock.lock();
        try {
            listener = each;
        } finally {
            lock.unlock();
        }
    }

    /** Number of records so far: a mark for {@link #since}. */
    public int size() {
        lock.lock();
        try {
            return records.size();
        } finally {
            lock.unlock();
        }
    }

    /** When a record was seen committed: {@link System#nanoTime()} of this process. */
    public long arrivedAt(Described record) {
        lock.lock();
        try {
            return Objects.requireNonNull(arrivals.get(record.coordinates()), record.coordinates());
        } finally {
            lock.unlock();
        }
    }

    /** Records after a mark. */
    public List<Described> since(int mark) {
        lock.lock();
        try {
            return List.copyOf(records.subList(mark, records.size()));
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a record after {@code mark}; empty if it did not come in time or {@code stop} said so. */
    public Optional<Described> await(int mark, Duration limit, BooleanSupplier stop, Predicate<Described> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int next = mark;
        lock.lock();
        try {
            while (true) {
                for (; next < records.size(); next++) {
                    if (wanted.test(records.get(next))) {
                        return Optional.of(records.get(next));
                    }
                }
                if (stop.getAsBoolean() || System.nanoTime() > deadline) {
                    return Optional.empty();
                }
                var _ = grown.awaitNanos(Duration.ofMillis(100).toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Described record) {
        lock.lock();
        try {
            records.add(record);
            arrivals.put(record.coordinates(), System.nanoTime());
            listener.accept(record);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
