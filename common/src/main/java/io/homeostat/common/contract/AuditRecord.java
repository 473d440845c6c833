package io.homeostat.common.contract;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who or what did or decided what, why and on which evidence. Records of one chain are linked by hashes, so that an edit,
 * a removal or a new order shows.
 *
 * @param chain {@code service/task}
 * @param sequence counts from 1 within the chain
 * @param actor a service, or the person of a command
 * @param causeId what the record answers or follows
 * @param previousHash hash of the record before; 64 zeros at the start of a chain
 * @param hash SHA-256 over every other field
 */
public record AuditRecord(
        String chain,
        long sequence,
        String subject,
        String actor,
        @Nullable String approver,
        String action,
        String decision,
        String reason,
        String id,
        String causeId,
        @Nullable String incidentId,
        @Nullable Map<String, Object> evidence,
        Provenance.@Nullable PolicyRef policy,
        Instant time,
        String previousHash,
        @Nullable String hash) {}
