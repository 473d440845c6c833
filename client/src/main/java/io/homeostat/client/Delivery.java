package io.homeostat.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One beat on its way: what it holds, since when, and how it ended. The end may come from any thread. */
final class Delivery implements BeatSink.Outcome {

    /** How it ended. */
    sealed interface End {}

    /** The broker has it. */
    record Stored() implements End {}

    /** It did not arrive, as far as can be known. */
    record Failed(Throwable cause) implements End {}

    private final Beat.Operations operations;
    private final long sentNanos;
    private final Runnable wake;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    Delivery(Beat.Operations operations, long sentNanos, Runnable wake) {
        this.operations = operations;
        this.sentNanos = sentNanos;
        this.wake = wake;
    }

    Beat.Operations operations() {
        return operations;
    }

    long sentNanos() {
        return sentNanos;
    }

    /** Null while it is on its way. */
    @Nullable
    End end() {
        return end.get();
    }

    @Override
    public void stored() {
        settle(new Stored());
    }

    @Override
    public void failed(Throwable cause) {
        settle(new Failed(cause));
    }

    private void settle(End how) {
        if (end.compareAndSet(null, how)) {
            wake.run();
        }
    }
}
