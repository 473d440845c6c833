package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyRejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that the log of {@code policies} has. Provisioning and a restore write there too, and the last record of a key is
 * what every reader obeys: so the log decides, not who remembers what
 * (docs/decisions/0018-one-keeper-of-policies.md).
 */
final class PolicyFound {

    private PolicyFound() {}

    static PolicyStep found(PolicyBook book, Policies all, @Nullable PolicyDocument inForce, PolicyInput.Found found) {
        if (found.id() != null && book.inFlight().contains(found.id())) {
            return new PolicyStep(book.returned(found.id()), inForce, List.of());
        }
        if (!book.inFlight().isEmpty()) {
            return new PolicyStep(book, inForce, List.of()); // our later record follows it in the log
        }
        var document = found.document();
        if (found.problem() != null) {
            return bad(book, inForce, found.problem(), found);
        }
        if (document == null) {
            return new PolicyStep(book, null, List.of());
        }
        try {
            var _ = all.with(document);
        } catch (PolicyRejected e) {
            return bad(book, inForce, String.valueOf(e.getMessage()), found);
        }
        return new PolicyStep(book.foreign(document.version(), document.contentHash()), document, List.of());
    }

    /**
     * Readers keep the last good version while they run, but a new one would find the bad record only. It is said, and the next
     * request for the same content is written although it is in force.
     */
    private static PolicyStep bad(
            PolicyBook book, @Nullable PolicyDocument inForce, String problem, PolicyInput.Found found) {
        var evidence = Evidence.of("path", book.key())
                .and("reason", problem)
                .and("origin", found.origin())
                .and("version", inForce == null ? Policies.BUILT_IN : inForce.version());
        var id = Ids.of("pln", book.key(), found.origin());
        var note = PolicyAnswers.noted(book, id, Outcome.REFUSED, Reason.FOREIGN_RECORD, found.origin(), evidence);
        return new PolicyStep(book.spoilt(), inForce, List.of(note));
    }
}
