package io.homeostat.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.view.Lines;
import java.util.ArrayList;
import java.util.List;

/** A reply as a person reads it. Pure. */
final class ReplyText {

    private static final String DEFAULT_SERVERS = "localhost:9092";

    private ReplyText() {}

    /** What to print, and where something waits for approval, what a second person types. */
    static List<String> of(Counter.Settled settled, KafkaAccess access) {
        var lines = new ArrayList<String>();
        switch (settled.reply()) {
            case Reply.Answered answered -> answered(answered.record(), lines);
            case Reply.Unreadable(var letter) ->
                lines.add("REFUSED (UNREADABLE) by " + text(letter, "service") + ": " + text(letter, "error"));
            case Reply.Silence(long seconds) -> silence(settled, seconds, access, lines);
        }
        if (settled.reply() instanceof Reply.Answered(var record)
                && settled.reply().awaitsApproval()) {
            lines.add("It waits for a second person, who types:");
            lines.add("  homeostat approve " + shell(text(record, "id")) + plane(access)
                    + " --actor NAME --reason REASON");
        }
        return lines;
    }

    private static void answered(JsonNode record, List<String> lines) {
        lines.add(text(record, "decision") + " (" + text(record, "reason") + "): " + text(record, "action") + " "
                + text(record, "subject"));
        record.path("evidence").properties().forEach(entry -> evidence(entry.getKey(), entry.getValue(), lines));
        if (record.path("approver").isTextual()) {
            lines.add("  approver: " + text(record, "approver"));
        }
    }

    private static void evidence(String name, JsonNode value, List<String> lines) {
        if (value.isArray()) {
            value.forEach(item -> lines.add("  " + Lines.printable(name) + ": " + plain(item)));
        } else {
            lines.add("  " + Lines.printable(name) + ": " + plain(value));
        }
    }

    private static void silence(Counter.Settled settled, long seconds, KafkaAccess access, List<String> lines) {
        var commandId = settled.request().commandId();
        var id = commandId == null ? settled.coordinates() : commandId;
        lines.add(
                "no answer within " + seconds + " s. The request stands at " + settled.coordinates()
                        + " and is carried out or refused when its service reads it; asking again would be a second request. Later:");
        lines.add("  homeostat why " + shell(id) + plane(access));
    }

    /** The options that lead to the same plane. */
    private static String plane(KafkaAccess access) {
        var options = new StringBuilder();
        if (!access.bootstrapServers().equals(DEFAULT_SERVERS)) {
            options.append(" -b ").append(shell(access.bootstrapServers()));
        }
        if (!access.topics().prefix().isEmpty()) {
            options.append(" --prefix ").append(shell(access.topics().prefix()));
        }
        return options.toString();
    }

    /** What is typed must be what is meant, whatever it consists of. */
    private static String shell(String word) {
        return word.matches("[A-Za-z0-9._:/,@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String text(JsonNode record, String field) {
        return plain(record.path(field));
    }

    private static String plain(JsonNode value) {
        return Lines.printable(value.isValueNode() ? value.asText() : value.toString());
    }
}
