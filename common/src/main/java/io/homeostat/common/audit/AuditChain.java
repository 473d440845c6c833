package io.homeostat.common.audit;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Head of a chain of audit records. Each record's hash covers every field, the hash before included: an edit, a removal
 * or a new order breaks the chain at that place.
 *
 * @param sequence of the last record; 0: none yet
 * @param hash of the last record
 */
public record AuditChain(long sequence, String hash) {

    /** A chain without records. */
    public static final AuditChain EMPTY = new AuditChain(0, "0".repeat(64));

    /** A record that has its place in the chain, and the chain's new head. */
    public record Link(AuditRecord record, AuditChain chain) {}

    /** Gives {@code draft} its sequence, previous hash and hash. */
    public Link append(AuditRecord draft) {
        var placed = with(draft, sequence + 1, hash, null);
        var own = hash(placed);
        return new Link(with(placed, sequence + 1, hash, own), new AuditChain(sequence + 1, own));
    }

    /** The first record that does not follow from those before it, or null where all do. */
    public static @Nullable AuditRecord firstBroken(List<AuditRecord> chain) {
        var head = EMPTY;
        for (var record : chain) {
            var link = head.append(record);
            if (!link.record().equals(record)) {
                return record;
            }
            head = link.chain();
        }
        return null;
    }

    /** For the store. */
    public byte[] toBytes() {
        return (sequence + " " + hash).getBytes(StandardCharsets.UTF_8);
    }

    /** The inverse of {@link #toBytes()}; {@link #EMPTY} for null. */
    public static AuditChain of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return EMPTY;
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        return new AuditChain(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
    }

    private static String hash(AuditRecord withoutHash) {
        return Ids.sha256Hex(Json.bytes(withoutHash));
    }

    private static AuditRecord with(AuditRecord r, long sequence, String previousHash, @Nullable String hash) {
        return new AuditRecord(
                r.chain(),
                sequence,
                r.subject(),
                r.actor(),
                r.approver(),
                r.action(),
                r.decision(),
                r.reason(),
                r.id(),
                r.causeId(),
                r.incidentId(),
                r.evidence(),
                r.policy(),
                r.time(),
                previousHash,
                hash);
    }
}
