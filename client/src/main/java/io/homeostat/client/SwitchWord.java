package io.homeostat.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one record of {@code kill-switch} says about its scope. */
sealed interface SwitchWord {

    /** The largest record in bytes. */
    int BYTES_MAX = 64 * 1024;

    /** Longest trust without contact that a record may ask for. */
    Duration LONGEST_TRUST = Duration.ofHours(24);

    /**
     * New behaviour is disabled.
     *
     * @param epoch grows with every change of the scope
     * @param staleAfter how long a reader may trust it without contact; null: the record does not say
     */
    record On(long epoch, @Nullable Duration staleAfter) implements SwitchWord {}

    /** New behaviour is allowed again. */
    record Off(long epoch, @Nullable Duration staleAfter) implements SwitchWord {}

    /** A tombstone. */
    record Removed() implements SwitchWord {}

    /** It does not say one thing. */
    record Unclear(String why) implements SwitchWord {}

    /** The total parse of a record; {@code scope} is its key. */
    static SwitchWord of(String scope, byte @Nullable [] value) {
        if (value == null) {
            return new Removed();
        }
        try {
            return parse(scope, value);
        } catch (UnclearRecord unclear) {
            return new Unclear(unclear.why());
        }
    }

    private static SwitchWord parse(String scope, byte[] value) throws UnclearRecord {
        var fields = FlatJson.read(value, BYTES_MAX);
        var named = fields.getOrDefault("scope", scope);
        if (!named.equals(scope)) {
            throw new UnclearRecord("it names the scope '" + named + "' under another key");
        }
        if (!(fields.get("disableNew") instanceof Boolean disableNew)
                || !(disableNew ? "1" : "0").equals(fields.get("value"))) {
            throw new UnclearRecord(
                    "disableNew is " + fields.get("disableNew") + " and value is " + fields.get("value"));
        }
        if (!(fields.get("epoch") instanceof Long epoch) || epoch < 0) {
            throw new UnclearRecord("its epoch is " + fields.get("epoch"));
        }
        var staleAfter = trust(fields.get("recovery.staleAfterSeconds"));
        return disableNew ? new On(epoch, staleAfter) : new Off(epoch, staleAfter);
    }

    /** What is no such duration is as if it were not there: the switch itself is clear. */
    private static @Nullable Duration trust(@Nullable Object seconds) {
        return seconds instanceof Long whole && whole >= 1 && whole <= LONGEST_TRUST.toSeconds()
                ? Duration.ofSeconds(whole)
                : null;
    }
}
