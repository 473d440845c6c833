package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagSnapshotTest {

    private static final Map<String, FlagWord.Known> FLAGS = Map.of(
            "pipeline",
            new FlagWord.Known(FlagKind.BOOLEAN, true, false),
            "model",
            new FlagWord.Known(FlagKind.ENUM, "new", "old"),
            "batch",
            new FlagWord.Known(FlagKind.INTEGER, 50L, 10L),
            "share",
            new FlagWord.Known(FlagKind.NUMBER, 0.5, 0.0),
            FlagSnapshot.DISABLE_NEW,
            new FlagWord.Known(FlagKind.BOOLEAN, true, true));

    private final Misreads misreads = new Misreads();
    private final FlagSnapshot off = snapshot(false);
    private final FlagSnapshot on = snapshot(true);

    @Test
    void stored_values_are_read_while_the_switch_is_off() {
        assertThat(off.booleanFlag("pipeline", false)).isTrue();
        assertThat(off.stringFlag("model", "mine")).isEqualTo("new");
        assertThat(off.longFlag("batch", 1)).isEqualTo(50);
        assertThat(off.doubleFlag("share", 1)).isEqualTo(0.5);
        assertThat(misreads.count()).isZero();
    }

    @Test
    void the_planes_safe_defaults_are_read_while_it_is_on() {
        assertThat(on.booleanFlag("pipeline", true)).isFalse();
        assertThat(on.stringFlag("model", "mine")).isEqualTo("old");
        assertThat(on.longFlag("batch", 1)).isEqualTo(10);
        assertThat(on.doubleFlag("share", 1)).isZero();
        assertThat(misreads.count()).isZero();
    }

    @Test
    void the_switch_itself_is_a_flag_of_every_kind_that_nobody_can_store() {
        assertThat(on.booleanFlag("DISABLE_NEW", false)).isTrue();
        assertThat(on.longFlag("DISABLE_NEW", 0)).isOne();
        assertThat(on.doubleFlag("DISABLE_NEW", 0)).isOne();
        assertThat(on.stringFlag("DISABLE_NEW", "0")).isEqualTo("1");
        assertThat(off.booleanFlag("DISABLE_NEW", true)).isFalse();
        assertThat(off.longFlag("DISABLE_NEW", 1)).isZero();
        assertThat(off.stringFlag("DISABLE_NEW", "1")).isEqualTo("0");
    }

    @Test
    void what_the_plane_cannot_answer_is_the_callers_default_counted_and_told_once_by_name() {
        try (var log = CapturedLog.open()) {
            assertThat(off.booleanFlag("pipelin", true)).isTrue();
            assertThat(off.booleanFlag("pipelin", false)).isFalse();
            assertThat(off.longFlag("share", 7)).as("0.5 is no whole number").isEqualTo(7);
            assertThat(off.doubleFlag("batch", 7)).as("kinds are not converted").isEqualTo(7);
            assertThat(on.stringFlag("pipeline", "mine")).isEqualTo("mine");

            assertThat(misreads.count()).isEqualTo(5);
            assertThat(log.about("pipelin"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN The flag pipelin is not known");
            assertThat(log.about("batch"))
                    .singleElement()
                    .asString()
                    .contains("of kind integer, but was read as number");
        }
    }

    @Test
    void before_the_first_reading_everything_is_on_and_nothing_is_a_misread() {
        var unread = FlagSnapshot.unread(misreads);
        assertThat(unread.disableNew()).isTrue();
        assertThat(unread.booleanFlag("pipeline", false)).isFalse();
        assertThat(unread.longFlag("batch", 3)).isEqualTo(3);
        assertThat(unread.killSwitchOffset()).isEqualTo(-1);
        assertThat(misreads.count()).isZero();
    }

    @Test
    void names_made_at_run_time_are_counted_but_not_all_remembered() {
        try (var log = CapturedLog.open()) {
            for (int i = 0; i < Misreads.NAMES_MAX; i++) {
                off.booleanFlag("made-" + i, false);
            }
            off.booleanFlag("one-too-many", false);
            assertThat(log.about("made-" + (Misreads.NAMES_MAX - 1))).hasSize(1);
            assertThat(log.about("one-too-many")).isEmpty();
            assertThat(misreads.count()).isEqualTo(Misreads.NAMES_MAX + 1);
        }
    }

    private FlagSnapshot snapshot(boolean disableNew) {
        return new FlagSnapshot(disableNew, "test", 12, new FlagSnapshot.Content(FLAGS, misreads, true));
    }
}
