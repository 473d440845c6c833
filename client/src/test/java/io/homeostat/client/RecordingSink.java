package io.homeostat.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Keeps every beat and answers as told; safe from any thread. */
final class RecordingSink implements BeatSink {

    static final Consumer<Outcome> STORE = Outcome::stored;
    static final Consumer<Outcome> FAIL = outcome -> outcome.failed(new IllegalStateException("no broker"));
    static final Consumer<Outcome> STAY_SILENT = outcome -> {};

    /** One beat as it came, and the way to answer it later. */
    record Sent(Beat beat, Outcome outcome) {}

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile Consumer<Outcome> answer = STORE;
    private final AtomicInteger resets = new AtomicInteger();
    private volatile boolean closed;

    RecordingSink answering(Consumer<Outcome> next) {
        answer = next;
        return this;
    }

    List<Sent> sent() {
        return sent;
    }

    List<Beat> beats() {
        return sent.stream().map(Sent::beat).toList();
    }

    Sent last() {
        return sent.getLast();
    }

    int resets() {
        return resets.get();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public String destination() {
        return "a list";
    }

    @Override
    public void send(Beat beat, Outcome outcome) {
        sent.add(new Sent(beat, outcome));
        answer.accept(outcome);
    }

    @Override
    public void reset() {
        resets.incrementAndGet();
    }

    @Override
    public void close(Duration atMost) {
        closed = true;
    }
}
