package io.homeostat.agent.effects.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits on the monotonic clock for something that the operating system does not announce.
 *
 * @param everyMs distance of looks
 */
public record Patience(BooleanSupplier closing, long everyMs) {

    /** True as soon as {@code done}; false once {@code time} is over, or the agent closes. Looks at least once. */
    public boolean await(BooleanSupplier done, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            if (done.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() - deadline >= 0 || closing.getAsBoolean()) {
                return false;
            }
            try {
                Thread.sleep(everyMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return done.getAsBoolean();
            }
        }
    }
}
