package io.homeostat.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/** What the records of each topic say, in one line. */
final class Lines {

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
            case "restart-results" ->
                text(value, "status", "?") + " says " + text(value, "agent", "?") + suffix(value, "message", ": ");
            case "circuit-breakers" -> text(value, "state", "?") + suffix(value, "reason", ": ");
            case "quarantine" -> text(value, "status", "?") + suffix(value, "reason", ": ");
            case "failure-patterns" ->
                text(value, "status", "?") + " " + text(value, "category", "?") + ":" + text(value, "type", "?")
                        + " of " + text(value, "workerType", "?") + ", " + text(value, "occurrences", "?")
                        + " times, confidence " + text(value, "confidence", "?") + suffix(value, "signature", ": ");
            case "error-rates" ->
                text(value, "failed", "?") + " failed, " + text(value, "succeeded", "?") + " succeeded in "
                        + text(value, "windowSeconds", "?") + " s: " + text(value, "rate", "no rate") + " "
                        + text(value, "verdict", "?");
            case "incidents" ->
                text(value, "severity", "?") + " " + text(value, "status", "?") + suffix(value, "title", ": ");
            case "fixes" ->
                text(value, "action", "no fix") + " " + text(value, "status", "?") + " (" + text(value, "reason", "?")
                        + ")" + suffix(value, "message", ": ");
            case "fix-commands" ->
                text(value, "action", "?") + " by " + text(value, "agent", "whoever integrates") + ": "
                        + printable(value.path("before").toString()) + " -> "
                        + printable(value.path("after").toString());
            case "fix-results", "rollback-results" ->
                text(value, "status", "?") + " says " + text(value, "agent", "?") + suffix(value, "message", ": ");
            case "promotions" ->
                text(value, "status", "STARTED") + " " + text(value, "previousVersion", "?") + " -> "
                        + text(value, "version", "?") + suffix(value, "actor", " by ");
            case "health-checks" ->
                "ok " + text(value, "ok", "not said") + suffix(value, "errorRate", ", error rate ")
                        + suffix(value, "reason", ": ");
            case "rollbacks" ->
                text(value, "type", "?")
                        + suffix(value, "status", " ")
                        + suffix(value, "decision", " ")
                        + suffix(value, "reason", " (")
                        + (value.path("reason").isTextual() ? ")" : "")
                        + suffix(value, "message", ": ");
            case "rollback-commands" ->
                text(value, "fromVersion", "?") + " -> " + text(value, "toVersion", "?") + " by "
                        + text(value, "agent", "whoever integrates") + ", generation "
                        + text(value, "generation", "?");
            case "kill-switch" ->
                "new behaviour is " + (value.path("disableNew").asBoolean(true) ? "DISABLED" : "enabled") + ", epoch "
                        + text(value, "epoch", "?") + suffix(value, "reason", ": ")
                        + suffix(value, "approver", ", approved by ");
            case "flags" -> text(value, "value", "?") + " (safe default " + text(value, "default", "?") + ")";
            case "holds" ->
                text(value, "kind", "?") + " by " + text(value, "actor", "?") + suffix(value, "expiresAt", " until ")
                        + suffix(value, "reason", ": ");
            case "policies", "policy-requests" ->
                text(value, "name", "?")
                        + suffix(value, "version", " version ")
                        + suffix(value, "actor", " by ")
                        + suffix(value, "reason", ": ");
            case "operator-commands" ->
                text(value, "type", "?") + suffix(value, "actor", " by ") + suffix(value, "reason", ": ");
            case "dead-letters" ->
                text(value, "topic", "?") + "/" + text(value, "partition", "?") + "/" + text(value, "offset", "?")
                        + suffix(value, "error", ": ");
            case "audit" ->
                text(value, "action", "?") + " " + text(value, "decision", "?") + " (" + text(value, "reason", "?")
                        + ")";
            default -> value.toString();
        };
    }

    private static String text(JsonNode value, String field, String otherwise) {
        var node = value.path(field);
        return node.isMissingNode() || node.isNull() ? otherwise : printable(node.asText());
    }

    private static String suffix(JsonNode value, String field, String before) {
        var text = text(value, field, "");
        return text.isEmpty() ? "" : before + text;
    }

    /** What came from outside must not steer the terminal. */
    static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '\u00b7' : c));
        return printable.toString();
    }
}
