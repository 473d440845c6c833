package io.homeostat.common.streams;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Reports what the global tables refused, as they cannot write themselves: at a task's next tick. A refused component is a
 * dead letter, anything else a CONFIG_INVALID.
 */
public final class TableRefusals {

    private static final int KEY_CHARACTERS_MAX = 256;
    private static final int REASON_CHARACTERS_MAX = 2_048;

    private final Outbox outbox;
    private final List<GlobalTable> tables;

    /** @param tables of the topology of the task that reports */
    public TableRefusals(Outbox outbox, List<GlobalTable> tables) {
        this.outbox = outbox;
        this.tables = List.copyOf(tables);
    }

    /** Reports everything that nobody has reported yet. */
    public void drain(Instant time) {
        for (var table : tables) {
            for (var refusal : table.takeRefusals()) {
                if (refusal.origin().topic().equals(Topics.COMPONENTS.name())) {
                    var key = refusal.key().getBytes(StandardCharsets.UTF_8);
                    outbox.deadLetter(refusal.origin(), key, refusal.key(), refusal.value(), refusal.reason());
                } else {
                    invalid(refusal, time);
                }
            }
        }
    }

    /** One failure per key and content, whichever service reports it and however often it is read. */
    private void invalid(GlobalTable.Refusal refusal, Instant time) {
        var topic = refusal.origin().topic();
        var subject = WorkerId.isValid(refusal.key()) ? refusal.key() : topic;
        var id = Ids.of("flr", FailureKind.CONFIG_INVALID, topic, refusal.key(), Ids.sha256Hex(refusal.value()));
        var provenance = new Provenance(
                id,
                refusal.origin().coordinates(),
                Ids.of("inc", FailureKind.CONFIG_INVALID, topic, refusal.key()),
                FailureKind.CONFIG_INVALID.name(),
                null, // the failure has its own
                Evidence.of("key", cut(refusal.key(), KEY_CHARACTERS_MAX))
                        .and("topic", topic)
                        .toMap(),
                null,
                null,
                false);
        var failure = new Failure(
                null,
                subject,
                id,
                null,
                null,
                null,
                null,
                FailureKind.CONFIG_INVALID,
                Severity.P2,
                cut(refusal.reason(), REASON_CHARACTERS_MAX),
                null,
                null,
                null,
                time,
                false,
                provenance);
        outbox.send(Topics.FAILURES, subject, failure, provenance, FailureKind.CONFIG_INVALID.name(), time);
    }

    /** Whoever wrote the refused record must not decide how large our own becomes. */
    private static String cut(String text, int max) {
        return text.length() > max ? text.substring(0, max) + "…" : text;
    }
}
