package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is new behaviour disabled in a scope: the record of {@code kill-switch}, by scope. A reader obeys the union of
 * {@link #GLOBAL} and its service. No record means never set, which is off; a tombstone after ON is still ON.
 *
 * @param scope {@link #GLOBAL} or the name of a service
 * @param epoch grows by one with every change of the scope, from 1
 * @param disableNew true: ON
 * @param value {@code "1"} where {@code disableNew} is true, else {@code "0"}
 * @param approver the second person of a reset; null where none was needed
 * @param promotionId under watch when the switch was thrown; null otherwise
 * @param since append time of what caused the change
 * @param expiresAt always null in this version: a switch stays until it is reset
 * @param stage always null in this version: a reset is a full one
 * @param recovery how it may be reset and how long a reader without contact trusts it; null where the writer does not say
 */
public record KillSwitch(
        String scope,
        long epoch,
        boolean disableNew,
        String value,
        String reason,
        String actor,
        @Nullable String approver,
        @Nullable String promotionId,
        Instant since,
        @Nullable Instant expiresAt,
        @Nullable String stage,
        @Nullable Recovery recovery,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** The scope of everything. */
    public static final String GLOBAL = "global";

    /** {@link #value} of a switch that is ON. */
    public static final String ON = "1";

    /** {@link #value} of a switch that was reset. */
    public static final String OFF = "0";

    /** The largest record in bytes. */
    public static final int BYTES_MAX = 64 * 1024;

    /** Epochs count changes: a larger one would leave no next, and with it no way to switch. */
    static final long EPOCH_MAX = 1_000_000_000_000_000L;

    private static final int REASON_CHARACTERS_MAX = 2048;

    /**
     * The terms of the way back, as the policy had them when the record was written.
     *
     * @param quietMinutesBeforeReset without a new cause before a reset is taken
     * @param requireSecondPerson a reset waits for another person's approval
     * @param staleAfterSeconds a reader without contact for longer reads ON
     */
    public record Recovery(long quietMinutesBeforeReset, boolean requireSecondPerson, long staleAfterSeconds) {}

    /** The total parse of a record of {@code kill-switch}: what is unclear is refused, never read as off. */
    public static Parsed<KillSwitch> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var scope = SubjectKey.of("scope", fields.optionalText("scope", Fields.NAME_CHARACTERS_MAX), key);
            var disableNew = fields.optionalFlag("disableNew");
            var text = fields.text("value", 1);
            if (disableNew == null || !text.equals(disableNew ? ON : OFF)) {
                throw fields.rejected("value", text, "and disableNew (" + disableNew + ") do not say the same");
            }
            var epoch = fields.optionalWhole("epoch", 1, EPOCH_MAX);
            var since = fields.optionalInstant("since");
            if (epoch == null || since == null) {
                throw fields.rejected(epoch == null ? "epoch" : "since", "", "is missing");
            }
            return new KillSwitch(
                    scope,
                    epoch,
                    disableNew,
                    text,
                    fields.text("reason", REASON_CHARACTERS_MAX),
                    fields.text("actor", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("approver", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("promotionId", Fields.NAME_CHARACTERS_MAX),
                    since,
                    fields.optionalInstant("expiresAt"),
                    fields.optionalText("stage", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalObject("recovery", KillSwitch::recovery),
                    Provenance.ofIncident(fields));
        });
    }

    private static Recovery recovery(Fields fields) {
        var quiet = fields.optionalWhole("quietMinutesBeforeReset", 0, Long.MAX_VALUE);
        var stale = fields.optionalWhole("staleAfterSeconds", 1, Long.MAX_VALUE);
        if (quiet == null || stale == null) {
            throw fields.rejected(quiet == null ? "quietMinutesBeforeReset" : "staleAfterSeconds", "", "is missing");
        }
        return new Recovery(quiet, fields.flag("requireSecondPerson"), stale);
    }
}
