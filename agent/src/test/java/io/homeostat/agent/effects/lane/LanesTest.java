package io.homeostat.agent.effects.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LanesTest {

    @Test
    void a_lane_goes_on_after_an_error() throws InterruptedException {
        var failure = new AtomicReference<Throwable>(new IllegalStateException("nothing failed"));
        var lanes = new Lanes((_, thrown) -> failure.set(thrown));
        var reached = new CountDownLatch(1);

        lanes.submit("w-1", () -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        lanes.submit("w-1", reached::countDown);

        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.get()).isInstanceOf(OutOfMemoryError.class);
        assertThat(lanes.close(Duration.ofSeconds(30))).isTrue();
    }
}
