package io.homeostat.cli.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.common.contract.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One promotion out of the log of {@code rollbacks}: how its session or rollback stands, the verdict of its last check, and
 * how many checks there were. What was refused (a repeated start, a check that does not count) changes nothing of it.
 */
final class PromotionRow {

    private static final String REFUSED = "REFUSED";

    private PromotionRow() {}

    /** The row after one more record of the promotion. */
    static Described after(@Nullable Described before, Described next) {
        var row = before == null ? JsonNodeFactory.instance.objectNode() : ((ObjectNode) before.value()).deepCopy();
        var record = next.value();
        for (var field : List.of("promotionId", "service", "version", "previousVersion")) {
            if (record.hasNonNull(field)) {
                row.set(field, record.get(field));
            }
        }
        boolean refused = REFUSED.equals(record.path("status").textValue());
        boolean check = "CHECK".equals(record.path("type").textValue());
        if (check && !refused) {
            row.put("checks", row.path("checks").asInt() + 1);
            row.set("decision", record.path("decision"));
        }
        if (!check && record.hasNonNull("status") && (!refused || !row.has("status"))) {
            row.set("status", record.get("status"));
        }
        if (!refused || !row.has("reason")) {
            row.set("reason", record.path("reason"));
            row.put("updated", Json.instant(next.time()));
        }
        return new Described(
                next.topic(),
                next.coordinates(),
                next.key(),
                next.time(),
                next.ids(),
                next.causeId(),
                next.incidentId(),
                next.line(),
                row);
    }
}
