package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Severity;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code incident-policy}: by when a person responds, and what happens when nobody does.
 *
 * @param respondMinutes by severity
 * @param escalateMinutes minutes without progress from which on the level is 1, 2 …; ascending; a P0 has level 1 at once
 * @param updateMinutes distance of the status updates that P0 and P1 owe
 * @param recoveryTarget seconds within which a recovery should be done; not used yet
 * @param recoveryTargetShare share of the target from which on it escalates; not used yet
 * @param stableMinutes without a new contribution after which an incident is over, unless its cause is known to last
 * @param notifying {@code notify}: whom to tell; not used yet
 */
public record IncidentPolicy(
        RespondMinutes respondMinutes,
        List<Long> escalateMinutes,
        long updateMinutes,
        RecoveryTarget recoveryTarget,
        BigDecimal recoveryTargetShare,
        long stableMinutes,
        Notify notifying) {

    /** Key in {@code policies}. */
    public static final String NAME = "incident-policy";

    private static final long WEEK = 7 * 24 * 60;
    private static final int LEVELS_MAX = 10;

    /** Minutes to the response, by severity. */
    public record RespondMinutes(long p0, long p1, long p2, long p3) {

        /** Those of {@code severity}. */
        public long of(Severity severity) {
            return switch (severity) {
                case P0 -> p0;
                case P1 -> p1;
                case P2 -> p2;
                case P3 -> p3;
            };
        }
    }

    /** Seconds within which a recovery should be done. */
    public record RecoveryTarget(long defaultSeconds) {}

    /** A URL and a command; null: none. */
    public record Notify(@Nullable String webhook, @Nullable String command) {}

    /** Reads and validates. @throws PolicyRejected with every problem */
    public static IncidentPolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var policy = new IncidentPolicy(
                reader.object("respond_minutes", IncidentPolicy::respond),
                reader.wholes("escalate_minutes", List.of(15L, 30L), 1, WEEK),
                reader.whole("update_minutes", 15, 1, WEEK),
                reader.object(
                        "recovery_target_seconds",
                        target -> new RecoveryTarget(target.whole("default", 120, 1, WEEK * 60))),
                reader.decimal("recovery_target_share", "0.8", "0.01", "1"),
                reader.whole("stable_minutes", 30, 1, WEEK),
                reader.object(
                        "notify",
                        notify -> new Notify(notify.optionalText("webhook"), notify.optionalText("command"))));
        policy.refuseWhatNeverFires(reader);
        reader.finish();
        return policy;
    }

    private static RespondMinutes respond(PolicyReader reader) {
        var minutes = new RespondMinutes(
                reader.whole("P0", 15, 1, WEEK),
                reader.whole("P1", 30, 1, WEEK),
                reader.whole("P2", 60, 1, WEEK),
                reader.whole("P3", 240, 1, WEEK));
        refuseEarlier(reader, "P1", minutes.p1, "P0", minutes.p0);
        refuseEarlier(reader, "P2", minutes.p2, "P1", minutes.p1);
        refuseEarlier(reader, "P3", minutes.p3, "P2", minutes.p2);
        return minutes;
    }

    private static void refuseEarlier(PolicyReader reader, String key, long minutes, String graver, long gravers) {
        reader.refuseIf(
                minutes < gravers, key, minutes, "is below " + graver + " (" + gravers + "), which is the graver one");
    }

    private void refuseWhatNeverFires(PolicyReader reader) {
        for (int level = 1; level < escalateMinutes.size(); level++) {
            reader.refuseIf(
                    escalateMinutes.get(level) <= escalateMinutes.get(level - 1),
                    "escalate_minutes",
                    escalateMinutes,
                    "must ascend, or level " + level + " never stands for itself");
        }
        reader.refuseIf(
                escalateMinutes.size() > LEVELS_MAX,
                "escalate_minutes",
                escalateMinutes,
                "has more than " + LEVELS_MAX + " levels");
    }
}
