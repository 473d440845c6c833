package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.client.SwitchState.NeverSet;
import io.homeostat.client.SwitchState.Off;
import io.homeostat.client.SwitchState.On;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchStateTest {

    private static final SwitchState NEVER = new NeverSet();
    private static final SwitchState OFF_4 = new Off(4);
    private static final SwitchState ON_4 = new On(4, null);

    static Stream<Arguments> rows() {
        return Stream.of(
                row("never set, removed: off", NEVER, removed(), NEVER, false),
                row("never set, ON", NEVER, on(1), new On(1, null), false),
                row("never set, reset: what was before is compacted away", NEVER, off(2), new Off(2), false),
                row("never set, unclear: ON", NEVER, unclear(), new On(-1, "why"), true),
                row("off, removed: off", OFF_4, removed(), OFF_4, false),
                row("off, ON of an older epoch: ON, and loud", OFF_4, on(3), new On(3, null), true),
                row("off, ON of the same epoch: ON, and loud", OFF_4, on(4), ON_4, true),
                row("off, ON of the next epoch", OFF_4, on(5), new On(5, null), false),
                row("off, reset of an older epoch: ignored", OFF_4, off(3), OFF_4, true),
                row("off, the same reset again", OFF_4, off(4), OFF_4, false),
                row("off, a later reset", OFF_4, off(5), new Off(5), false),
                row("off, unclear: ON until a later reset", OFF_4, unclear(), new On(4, "why"), true),
                row("ON, removed: still ON", ON_4, removed(), ON_4, true),
                row("ON, ON of an older epoch: ignored", ON_4, on(3), ON_4, true),
                row("ON, the same again", ON_4, on(4), ON_4, false),
                row("ON, a later ON", ON_4, on(5), new On(5, null), false),
                row("ON, reset of an older epoch: still ON", ON_4, off(3), ON_4, true),
                row("ON, reset of the same epoch: still ON", ON_4, off(4), ON_4, true),
                row("ON, reset", ON_4, off(5), new Off(5), false),
                row("ON, unclear: ON", ON_4, unclear(), new On(4, "why"), true),
                row("unclear at first, then the first reset", new On(-1, "why"), off(0), new Off(0), false),
                row("unclear, then ON is clear", new On(4, "why"), on(4), ON_4, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void after_a_record(String label, SwitchState before, SwitchWord word, SwitchState after, boolean loud) {
        var step = before.after(word);
        assertThat(step.state()).as(label).isEqualTo(after);
        assertThat(step.warning() != null).as("%s: %s", label, step.warning()).isEqualTo(loud);
    }

    /** Whatever stands in the log, off follows ON by a reset of a higher epoch only. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void only_a_later_reset_ends_on(long seed) {
        var random = new Random(seed);
        SwitchState state = NEVER;
        var script = new ArrayList<String>();
        for (int i = 0; i < 2_000; i++) {
            var word = List.of(on(random.nextInt(6)), off(random.nextInt(6)), removed(), unclear())
                    .get(random.nextInt(4));
            var next = state.after(word).state();
            script.add(state + " -> " + word + " -> " + next);
            if (state instanceof On on && !(next instanceof On)) {
                assertThat(word)
                        .as("seed %d: %s", seed, script.getLast())
                        .isInstanceOfSatisfying(
                                SwitchWord.Off.class,
                                off -> assertThat(off.epoch()).isGreaterThan(on.epoch()));
            }
            state = next;
        }
    }

    private static Arguments row(String label, SwitchState before, SwitchWord word, SwitchState after, boolean loud) {
        return Arguments.of(label, before, word, after, loud);
    }

    private static SwitchWord on(long epoch) {
        return new SwitchWord.On(epoch, null);
    }

    private static SwitchWord off(long epoch) {
        return new SwitchWord.Off(epoch, null);
    }

    private static SwitchWord removed() {
        return new SwitchWord.Removed();
    }

    private static SwitchWord unclear() {
        return new SwitchWord.Unclear("why");
    }
}
