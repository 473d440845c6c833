package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.PolicyRequest;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.Caps;
import io.homeostat.common.policy.PolicyRejected;
import io.homeostat.rollback.control.domain.PolicyBook.Waiting;
import org.jspecify.annotations.Nullable;

/** What is said about policies. */
final class PolicyAnswers {

    private static final String ACTION = "POLICY_REQUEST";

    /** Problems that an answer lists: it must stay far below the limit of a record. */
    private static final int PROBLEMS_MAX = 50;

    private PolicyAnswers() {}

    /** A request as what is to be answered. */
    static Command asked(PolicyBook book, PolicyRequest request, String origin) {
        return asked(book, request.actor(), request.reason(), origin);
    }

    private static Command asked(PolicyBook book, String actor, String reason, String origin) {
        return new Command(
                origin, Ids.of("ans", book.key(), book.requests()), ACTION, book.key(), actor, reason, origin);
    }

    static Decision accepted(Command command, Reason reason, @Nullable String approver, Evidence evidence) {
        return Decision.answer(
                command,
                Outcome.ACCEPTED,
                reason,
                approver,
                evidence.and("origin", command.origin()).toMap(),
                null);
    }

    static Decision refused(Command command, Reason reason, Evidence evidence) {
        return Decision.answer(
                command,
                Outcome.REFUSED,
                reason,
                null,
                evidence.and("origin", command.origin()).toMap(),
                null);
    }

    static Decision rejected(Command command, PolicyRejected rejected) {
        var problems = rejected.problems();
        var first = problems.getFirst();
        var evidence = Evidence.of("path", first.path())
                .and("value", first.found())
                .and("reason", first.reason())
                .and(
                        "problems",
                        problems.stream()
                                .limit(PROBLEMS_MAX)
                                .map(problem -> problem.message())
                                .toList());
        return refused(command, Reason.INVALID_POLICY, evidence);
    }

    static Decision unwritable(Command command, Parsed.Rejected<PolicyDocument> tooMuch) {
        var evidence = Evidence.of("path", tooMuch.field())
                .and("value", tooMuch.found())
                .and("reason", tooMuch.reason());
        return refused(command, Reason.INVALID_POLICY, evidence);
    }

    static Decision versionTaken(Command command, String version) {
        var evidence =
                Evidence.of("path", "version").and("value", version).and("reason", "names another content already");
        return refused(command, Reason.VERSION_TAKEN, evidence);
    }

    static Decision awaiting(Command command, Waiting waiting, java.util.List<Caps.Loosened> loosened) {
        var evidence = Evidence.of("id", waiting.id())
                .and("expiresAt", waiting.expiresAt())
                .and("loosened", loosened.stream().limit(PROBLEMS_MAX).toList())
                .and("origin", command.origin());
        return Decision.answer(
                command, waiting.id(), Outcome.AWAITING_APPROVAL, Reason.CAP_LOOSENED, null, evidence.toMap(), null);
    }

    static Decision unreadable(PolicyBook book, PolicyInput.Unreadable unreadable) {
        var asked = asked(book, unreadable.actor(), "", unreadable.origin());
        var evidence = Evidence.of("field", unreadable.field())
                .and("value", unreadable.found())
                .and("reason", unreadable.reason());
        return refused(asked, Reason.UNREADABLE, evidence);
    }

    /** What waited does so no longer, and no command of its own says so. */
    static Decision ended(PolicyBook book, Waiting waiting, Outcome outcome, Reason reason, String causeId) {
        var evidence = Evidence.of("id", waiting.id())
                .and("request", waiting.requestId())
                .and("askedBy", waiting.request().actor())
                .and("expiresAt", waiting.expiresAt());
        return noted(book, Ids.of("pln", waiting.id(), outcome), outcome, reason, causeId, evidence);
    }

    static Decision noted(
            PolicyBook book, String id, Outcome outcome, Reason reason, String causeId, Evidence evidence) {
        var provenance = new Provenance(id, causeId, null, outcome.name(), null, evidence.toMap(), null, null, false);
        return new Decision.Noted(book.key(), ACTION, reason, SwitchRecords.SERVICE, provenance);
    }
}
