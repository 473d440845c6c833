package io.homeostat.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What the records of each topic say, in one line. */
public final class Lines {

    private Lines() {}

    static String of(String topic, JsonNode value) {
        if (value.isMissingNode()) {
            return "(no JSON value)";
        }
        return switch (topic) {
            case "heartbeats" ->
                "beat " + text(value, "sequence", "") + " of incarnation " + text(value, "incarnation", "unknown");
            case "failures" ->
                text(value, "kind", "?") + suffix(value, "exitCode", ", exit code ") + suffix(value, "message", ": ");
            case "worker-status" ->
                text(value, "previousState", "new") + " -> " + text(value, "state", "?") + " ("
                        + text(value, "reason", "?") + ")" + suffix(value, "message", ": ");
            case "fleet-groups" -> text(value, "state", "?") + suffix(value, "cause", ": ");
            case "restarts" ->
                text(value, "status", "?") + " (" + text(value, "reason", "?") + "), attempt "
                        + text(value, "attempt", "?") + " of " + text(value, "maxAttempts", "?")
                        + suffix(value, "message", ": ");
            case "restart-requests" ->
                "requested by " + text(value, "requestedBy", "?") + suffix(value, "reason", ": ");
            case "restart-commands" ->
                text(value, "action", "?") + " by " + text(value, "agent", "whoever integrates") + ", generation "
                        + text(value, "generation", "?") + ", valid until " + text(value, "validUntil", "?");
            case "restart-results", "fix-results", "rollback-results" ->
                text(value, "status", "?") + " says " + text(value, "agent", "?") + suffix(value, "message", ": ");
            case "circuit-breakers" -> text(value, "state", "?") + suffix(value, "reason", ": ");
            case "quarantine" -> text(value, "status", "?") + suffix(value, "reason", ": ");
            case "dead-letters" ->
                text(value, "topic", "?") + "/" + text(value, "partition", "?") + "/" + text(value, "offset", "?")
                        + suffix(value, "error", ": ");
            case "audit" ->
                text(value, "action", "?") + " " + text(value, "decision", "?") + " (" + text(value, "reason", "?")
                        + ")";
            default -> JudgementLines.of(topic, value);
        };
    }

    static String text(JsonNode value, String field, String otherwise) {
        var node = value.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        return printable(node.isValueNode() ? node.asText() : node.toString());
    }

    static String suffix(JsonNode value, String field, String before) {
        var text = text(value, field, "");
        return text.isEmpty() ? "" : before + text;
    }

    /** What came from outside must not steer the terminal. */
    public static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '\u00b7' : c));
        return printable.toString();
    }
}
