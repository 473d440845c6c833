package io.homeostat.cli.view;

import static io.homeostat.cli.view.Lines.suffix;
import static io.homeostat.cli.view.Lines.text;

import com.fasterxml.jackson.databind.JsonNode;

/** What the records of patterns, fixes, promotions, switches and operators say, in one line. */
final class JudgementLines {

    private JudgementLines() {}

    static String of(String topic, JsonNode value) {
        return switch (topic) {
            case "failure-patterns" ->
                text(value, "status", "?") + " " + text(value, "kind", "?") + " " + text(value, "category", "?") + ":"
                        + text(value, "type", "?") + ", " + text(value, "occurrences", "?") + " times, confidence "
                        + text(value, "confidence", "?");
            case "incidents" ->
                text(value, "severity", "?") + " " + text(value, "status", "?") + suffix(value, "title", ": ");
            case "fixes" -> status(value) + suffix(value, "action", ", ") + suffix(value, "message", ": ");
            case "fix-commands" ->
                text(value, "action", "?") + " " + text(value, "before", "") + " -> " + text(value, "after", "")
                        + " by " + text(value, "agent", "whoever integrates") + ", valid until "
                        + text(value, "validUntil", "?");
            case "promotions" ->
                text(value, "promotionId", "?") + " " + text(value, "status", "STARTED") + ": "
                        + text(value, "previousVersion", "?") + " -> " + text(value, "version", "?");
            case "health-checks" ->
                "ok " + text(value, "ok", "derived") + suffix(value, "errorRate", ", error rate ")
                        + suffix(value, "reason", ": ");
            case "rollbacks" -> rollback(value);
            case "rollback-commands" ->
                text(value, "fromVersion", "?") + " -> " + text(value, "toVersion", "?") + " by "
                        + text(value, "agent", "whoever integrates") + ", generation " + text(value, "generation", "?")
                        + ", valid until " + text(value, "validUntil", "?");
            case "kill-switch" ->
                (value.path("disableNew").asBoolean(true) ? "ON" : "off") + ", epoch " + text(value, "epoch", "?")
                        + " by " + text(value, "actor", "?") + suffix(value, "approver", " and ")
                        + suffix(value, "reason", ": ");
            case "flags" ->
                text(value, "value", "?") + " (safe default " + text(value, "default", "?") + ") by "
                        + text(value, "actor", "?") + suffix(value, "reason", ": ");
            case "holds" ->
                text(value, "kind", "?") + " by " + text(value, "actor", "?") + ", until "
                        + text(value, "expiresAt", "somebody ends it") + suffix(value, "reason", ": ");
            case "policies", "policy-requests" ->
                text(value, "version", "a new version") + " by " + text(value, "actor", "?")
                        + suffix(value, "approver", " and ") + suffix(value, "reason", ": ");
            case "operator-commands" ->
                text(value, "type", "?") + " by " + text(value, "actor", "?") + suffix(value, "reason", ": ");
            default -> Lines.printable(value.toString());
        };
    }

    private static String rollback(JsonNode value) {
        var what = text(value, "type", "?") + " of " + text(value, "promotionId", "no promotion");
        var said = value.path("status").isTextual() ? "status" : "decision";
        return what + ": " + text(value, said, "?") + " (" + text(value, "reason", "?") + ")"
                + suffix(value, "message", ": ");
    }

    private static String status(JsonNode value) {
        return text(value, "status", "?") + " (" + text(value, "reason", "?") + ")";
    }
}
