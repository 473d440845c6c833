package io.homeostat.agent.effects.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlaneClockTest {

    private static final Instant TEN = Instant.parse("2026-11-25T10:00:00.000Z");

    private long nanos = 1_000;
    private final PlaneClock clock = new PlaneClock(() -> nanos);

    @Test
    void before_the_first_record_it_knows_no_time() {
        assertThat(clock.now()).isEmpty();
        assertThat(clock.silence()).isEmpty();
    }

    @Test
    void it_goes_on_between_ticks() {
        clock.read(TEN);
        nanos += TimeUnit.SECONDS.toNanos(3);

        assertThat(clock.now()).contains(TEN.plusSeconds(3));
        assertThat(clock.silence()).contains(Duration.ofSeconds(3));
    }

    @Test
    void a_backlog_read_after_a_freeze_does_not_turn_it_back() {
        clock.read(TEN);
        nanos += TimeUnit.SECONDS.toNanos(60);
        clock.read(TEN.plusMillis(500));

        assertThat(clock.now()).contains(TEN.plusSeconds(60));
        assertThat(clock.silence()).contains(Duration.ZERO);
    }

    @Test
    void a_newer_tick_moves_it_on() {
        clock.read(TEN);
        nanos += 1;
        clock.read(TEN.plusSeconds(9));

        assertThat(clock.now()).contains(TEN.plusSeconds(9));
    }

    @Test
    void the_brokers_own_answer_counts_even_if_it_is_earlier() {
        clock.read(TEN.plusSeconds(3600)); // a broker whose clock had run ahead
        clock.proven(TEN, nanos);

        assertThat(clock.now()).contains(TEN);
    }

    @Test
    void a_freeze_before_the_answer_was_seen_is_time_gone_by() {
        long sent = nanos;
        nanos += TimeUnit.SECONDS.toNanos(60);
        clock.proven(TEN, sent);

        assertThat(clock.now()).contains(TEN.plusSeconds(60));
    }
}
