package io.homeostat.simulation.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The one clock of a simulated plane. It moves only when it is told to. */
final class VirtualTime implements Time {

    private long nowMs;

    VirtualTime(long nowMs) {
        this.nowMs = nowMs;
    }

    void advanceTo(long ms) {
        nowMs = ms;
    }

    @Override
    public long milliseconds() {
        return nowMs;
    }

    @Override
    public long nanoseconds() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs);
    }

    @Override
    public void sleep(long ms) {
        throw new IllegalStateException("nothing sleeps in virtual time");
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
        throw new IllegalStateException("nothing waits in virtual time");
    }
}
