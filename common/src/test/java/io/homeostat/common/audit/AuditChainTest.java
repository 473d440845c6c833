package io.homeostat.common.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditChainTest {

    @Test
    void a_chain_that_nobody_touched_is_whole() {
        assertThat(AuditChain.firstBroken(chain())).isNull();
        assertThat(chain()).extracting(AuditRecord::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void an_edit_a_removal_and_a_new_order_show_at_their_place() {
        var edited = chain();
        var second = edited.get(1);
        edited.set(
                1,
                new AuditRecord(
                        second.chain(),
                        second.sequence(),
                        second.subject(),
                        second.actor(),
                        null,
                        second.action(),
                        "ALLOW",
                        second.reason(),
                        second.id(),
                        second.causeId(),
                        null,
                        second.evidence(),
                        null,
                        second.time(),
                        second.previousHash(),
                        second.hash()));
        assertThat(AuditChain.firstBroken(edited)).isEqualTo(edited.get(1));

        var removed = chain();
        removed.remove(1);
        assertThat(AuditChain.firstBroken(removed)).isEqualTo(removed.get(1));

        var swapped = chain();
        swapped.add(1, swapped.remove(2));
        assertThat(AuditChain.firstBroken(swapped)).isEqualTo(swapped.get(1));
    }

    @Test
    void the_head_survives_the_store() {
        var chain = AuditChain.EMPTY.append(draft("x")).chain();
        assertThat(AuditChain.of(chain.toBytes())).isEqualTo(chain);
        assertThat(AuditChain.of(null)).isEqualTo(AuditChain.EMPTY);
    }

    private static List<AuditRecord> chain() {
        var records = new ArrayList<AuditRecord>();
        var head = AuditChain.EMPTY;
        for (var subject : List.of("w-1", "w-2", "w-3")) {
            var link = head.append(draft(subject));
            records.add(link.record());
            head = link.chain();
        }
        return records;
    }

    private static AuditRecord draft(String subject) {
        return new AuditRecord(
                "restart-service/admission",
                0,
                subject,
                "restart-service",
                null,
                "RESTART",
                "REFUSE",
                "QUARANTINED",
                "rst-1",
                "sts-1",
                null,
                Map.of("attempts", 3),
                null,
                Instant.EPOCH,
                "",
                null);
    }
}
