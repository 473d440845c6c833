package io.homeostat.client;

import org.jspecify.annotations.Nullable;

/**
 * What a reader knows of the kill switch of one scope.
 *
 * <pre>
 *              ON, unclear                 OFF of a higher epoch
 *   NeverSet ──────────────► On ─────────────────────────────────► Off
 *      │                     ▲ ▲ removed, OFF of no higher epoch     │
 *      │ OFF                 │ └─── (stays On)                       │ ON of any epoch, unclear
 *      └──────────► Off      └───────────────────────────────────────┘
 * </pre>
 *
 * Every doubt ends in On: a worker that does without a new behaviour for a while loses little, one that goes on with
 * what was switched off may do harm (docs/decisions/0020-what-a-reader-of-the-kill-switch-believes.md).
 */
sealed interface SwitchState {

    /** No record yet, which is off. */
    record NeverSet() implements SwitchState {}

    /** It was reset. */
    record Off(long epoch) implements SwitchState {}

    /**
     * It is ON.
     *
     * @param epoch only a reset of a higher one is believed
     * @param unclear null: a record says so; else why the record that stands there is unclear
     */
    record On(long epoch, @Nullable String unclear) implements SwitchState {}

    /**
     * The state after a record.
     *
     * @param warning what is wrong with the record; null: nothing
     */
    record Step(SwitchState state, @Nullable String warning) {}

    /** The state after this word. */
    default Step after(SwitchWord word) {
        return switch (word) {
            case SwitchWord.On on -> on(on.epoch());
            case SwitchWord.Off off -> off(off.epoch());
            case SwitchWord.Removed _ -> removed();
            case SwitchWord.Unclear unclear -> unclear(unclear.why());
        };
    }

    private Step on(long epoch) {
        return switch (this) {
            case NeverSet _ -> new Step(new On(epoch, null), null);
            case Off off ->
                // The lower epoch is taken over: the plane was restored, and its reset will count on from there.
                new Step(
                        new On(epoch, null),
                        epoch > off.epoch()
                                ? null
                                : "is ON with epoch " + epoch + " after a reset with " + off.epoch());
            case On on ->
                epoch >= on.epoch()
                        ? new Step(new On(epoch, null), null)
                        : new Step(on, "is ON with epoch " + epoch + " after ON with " + on.epoch() + ": ignored");
        };
    }

    private Step off(long epoch) {
        return switch (this) {
            case NeverSet _ -> new Step(new Off(epoch), null);
            case Off off ->
                epoch >= off.epoch()
                        ? new Step(new Off(epoch), null)
                        : new Step(off, "was reset with epoch " + epoch + " after " + off.epoch() + ": ignored");
            case On on ->
                epoch > on.epoch()
                        ? new Step(new Off(epoch), null)
                        : new Step(
                                on,
                                "was reset with epoch " + epoch + ", no higher than ON with " + on.epoch()
                                        + ": ignored, it stays ON");
        };
    }

    private Step removed() {
        return switch (this) {
            case NeverSet _, Off _ -> new Step(this, null);
            case On _ -> new Step(this, "was removed without a reset: it stays ON");
        };
    }

    private Step unclear(String why) {
        long epoch = switch (this) {
            case NeverSet _ -> -1;
            case Off off -> off.epoch();
            case On on -> on.epoch();
        };
        return new Step(new On(epoch, why), "is unclear (" + why + "): it reads as ON");
    }
}
