package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagBoardTest {

    private static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private final SteppedClock clock = new SteppedClock();
    private final Misreads misreads = new Misreads();
    private final FlagBoard board = new FlagBoard(FlagSnapshot.unread(misreads), clock);

    @ParameterizedTest(name = "{0} ns before the age: disabled {1}")
    @CsvSource({"1, false", "0, true", "-1, true"})
    void what_is_known_holds_until_it_is_exactly_too_old(long nanosBefore, boolean disabled) {
        board.put(off(), clock.nanos(), STALE_AFTER);
        clock.advance(STALE_AFTER.minusNanos(nanosBefore));
        assertThat(board.look().disableNew()).isEqualTo(disabled);
        assertThat(board.nanosUntilStale()).isEqualTo(nanosBefore);
    }

    @Test
    void age_counts_from_when_it_was_complete_not_from_when_it_was_put_up() {
        long asOf = clock.nanos();
        clock.advance(STALE_AFTER.minusSeconds(1));
        board.put(off(), asOf, STALE_AFTER);
        assertThat(board.look().disableNew()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(board.look().disableNew()).isTrue();
        assertThat(board.look().why()).isEqualTo("no contact with Kafka for 300 s");
        assertThat(board.look().killSwitchOffset())
                .as("what was applied stays applied")
                .isEqualTo(12);
    }

    @Test
    void new_contact_ends_it() {
        board.put(off(), clock.nanos(), STALE_AFTER);
        clock.advance(STALE_AFTER);
        board.put(off(), clock.nanos(), STALE_AFTER);
        assertThat(board.look().disableNew()).isFalse();
    }

    @Test
    void what_nobody_read_is_on_and_does_not_age() {
        clock.advance(Duration.ofDays(365));
        assertThat(board.look().disableNew()).isTrue();
        assertThat(board.look().why()).isEqualTo("the kill switch was not read yet");
        assertThat(board.nanosUntilStale()).isEqualTo(Long.MAX_VALUE);
    }

    private FlagSnapshot off() {
        return new FlagSnapshot(false, "off", 12, new FlagSnapshot.Content(Map.of(), misreads, true));
    }
}
