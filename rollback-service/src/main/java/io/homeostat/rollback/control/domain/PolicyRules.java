package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.EffectivePolicy;
import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.PolicyRequest;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.Caps;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyRejected;
import io.homeostat.rollback.control.domain.PolicyBook.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which policies become effective (contract 5, semantics 5). Only what is valid alone and together with all others does; what
 * loosens a cap waits for a second person; the last good one stays in force whatever is refused.
 */
public final class PolicyRules {

    /** How long a loosened cap waits for its second person. */
    static final long APPROVAL_MINUTES = 24 * 60;

    /** Policies that wait for a second person at a time: each is kept whole. */
    static final int WAITING_MAX = 100;

    private PolicyRules() {}

    private record Asked(PolicyRequest request, String origin) {}

    /**
     * What becomes of a policy.
     *
     * @param all policies in force
     * @param allWaiting policies of which something waits for a second person, this one included
     */
    public static PolicyStep decide(PolicyBook before, Policies all, PolicyInput input, Now now, int allWaiting) {
        var waiting = before.waiting();
        if (waiting != null && now.observedMs() >= waiting.untilMs()) {
            var expired = PolicyAnswers.ended(before, waiting, Outcome.EXPIRED, Reason.EXPIRED, waiting.id());
            return react(before.waitingFor(null), all, input, now, allWaiting - 1)
                    .after(List.of(expired));
        }
        return react(before, all, input, now, allWaiting);
    }

    private static PolicyStep react(PolicyBook book, Policies all, PolicyInput input, Now now, int allWaiting) {
        var inForce = all.documents().get(book.key());
        return switch (input) {
            case PolicyInput.Requested(var request, var origin) ->
                requested(book.counted(), all, inForce, new Asked(request, origin), now, allWaiting);
            case PolicyInput.Unreadable unreadable ->
                new PolicyStep(book.counted(), inForce, List.of(PolicyAnswers.unreadable(book.counted(), unreadable)));
            case PolicyInput.Approve(var command, var id) -> approve(book, all, inForce, command, id);
            case PolicyInput.Reject(var command, var id) -> reject(book, inForce, command, id);
            case PolicyInput.Found found -> PolicyFound.found(book, all, inForce, found);
            case PolicyInput.Tick() -> new PolicyStep(book, inForce, List.of());
        };
    }

    private static PolicyStep requested(
            PolicyBook book, Policies all, @Nullable PolicyDocument inForce, Asked wanted, Now now, int allWaiting) {
        var request = wanted.request();
        var asked = PolicyAnswers.asked(book, request, wanted.origin());
        if (book.hasNoRoom()) {
            var evidence = Evidence.of("inFlight", book.inFlight().size());
            return new PolicyStep(book, inForce, List.of(PolicyAnswers.refused(asked, Reason.BUSY, evidence)));
        }
        var version = request.version() == null ? book.freeVersion() : request.version();
        var document = request.document(version);
        Policies next;
        try {
            next = all.with(document);
        } catch (PolicyRejected e) {
            return new PolicyStep(book, inForce, List.of(PolicyAnswers.rejected(asked, e)));
        }
        if (inForce != null && !book.spoiled() && inForce.contentHash().equals(document.contentHash())) {
            var evidence = Evidence.of("version", inForce.version()).and("asked", request.version());
            return new PolicyStep(
                    book, inForce, List.of(PolicyAnswers.accepted(asked, Reason.UNCHANGED, null, evidence)));
        }
        var named = book.versions().get(version);
        if (version.equals(Policies.BUILT_IN) || (named != null && !named.equals(document.contentHash()))) {
            return new PolicyStep(book, inForce, List.of(PolicyAnswers.versionTaken(asked, version)));
        }
        var loosened = Caps.loosened(all, next, document);
        if (loosened.isEmpty()) {
            return effective(book, inForce, document, null, asked, Reason.COMMANDED);
        }
        if (book.waiting() == null && allWaiting >= WAITING_MAX) {
            var evidence = Evidence.of("waiting", allWaiting);
            return new PolicyStep(book, inForce, List.of(PolicyAnswers.refused(asked, Reason.BUSY, evidence)));
        }
        return await(book, inForce, request, loosened, asked, now);
    }

    private static PolicyStep await(
            PolicyBook book,
            @Nullable PolicyDocument inForce,
            PolicyRequest request,
            List<Caps.Loosened> loosened,
            Command asked,
            Now now) {
        long waitMs = Now.minutesMs(APPROVAL_MINUTES);
        var waiting = new Waiting(
                Ids.of(OperatorCommand.POLICY_PREFIX, book.key(), book.requests()),
                asked.id(),
                request,
                now.observedMs() + waitMs,
                now.at().plusMillis(waitMs));
        var decisions = superseded(book, asked);
        decisions.add(PolicyAnswers.awaiting(asked, waiting, loosened));
        return new PolicyStep(book.waitingFor(waiting), inForce, decisions);
    }

    /** The later request is the will that counts: approving an older one would undo it unseen. */
    private static List<Decision> superseded(PolicyBook book, Command by) {
        var decisions = new ArrayList<Decision>();
        var older = book.waiting();
        if (older != null) {
            decisions.add(PolicyAnswers.ended(book, older, Outcome.WITHDRAWN, Reason.SUPERSEDED, by.id()));
        }
        return decisions;
    }

    private static PolicyStep approve(
            PolicyBook book, Policies all, @Nullable PolicyDocument inForce, Command command, String id) {
        var waiting = book.waiting();
        if (waiting == null || !waiting.id().equals(id)) {
            return refuse(book, inForce, command, Reason.NOT_WAITING, Evidence.of("id", id));
        }
        var request = waiting.request();
        if (Command.samePerson(request.actor(), command.actor())) {
            var evidence = Evidence.of("id", id).and("field", "actor").and("value", command.actor());
            return refuse(book, inForce, command, Reason.SAME_PERSON, evidence);
        }
        var done = book.waitingFor(null);
        var version = request.version() == null ? book.freeVersion() : request.version();
        var document = request.document(version);
        try {
            var _ = all.with(document); // the others may have changed while it waited
        } catch (PolicyRejected e) {
            return new PolicyStep(done, inForce, List.of(PolicyAnswers.rejected(command, e)));
        }
        var named = book.versions().get(version);
        return named != null && !named.equals(document.contentHash())
                ? new PolicyStep(done, inForce, List.of(PolicyAnswers.versionTaken(command, version)))
                : effective(done, inForce, document, command.actor(), command, Reason.APPROVED);
    }

    private static PolicyStep reject(PolicyBook book, @Nullable PolicyDocument inForce, Command command, String id) {
        var waiting = book.waiting();
        if (waiting == null || !waiting.id().equals(id)) {
            return refuse(book, inForce, command, Reason.NOT_WAITING, Evidence.of("id", id));
        }
        var evidence =
                Evidence.of("id", id).and("askedBy", waiting.request().actor()).and("request", waiting.requestId());
        return new PolicyStep(
                book.waitingFor(null),
                inForce,
                List.of(PolicyAnswers.accepted(command, Reason.REJECTED, null, evidence)));
    }

    private static PolicyStep effective(
            PolicyBook book,
            @Nullable PolicyDocument before,
            PolicyDocument document,
            @Nullable String approver,
            Command command,
            Reason reason) {
        var record = record(book, before, document, approver, command.id(), reason.name());
        if (PolicyDocument.parse(Json.bytes(record)) instanceof Parsed.Rejected<PolicyDocument> tooMuch) {
            return new PolicyStep(book, before, List.of(PolicyAnswers.unwritable(command, tooMuch)));
        }
        var decisions = superseded(book, command);
        decisions.add(new Decision.PolicyWritten(record));
        var evidence = Evidence.of("version", document.version())
                .and("previousVersion", before == null ? Policies.BUILT_IN : before.version())
                .and("askedBy", document.actor())
                .and("policyRecord", record.provenance().id());
        decisions.add(PolicyAnswers.accepted(command, reason, approver, evidence));
        var next = book.waitingFor(null)
                .knowing(document.version(), document.contentHash())
                .writing(record.provenance().id());
        return new PolicyStep(next, document, decisions);
    }

    private static EffectivePolicy record(
            PolicyBook book,
            @Nullable PolicyDocument before,
            PolicyDocument document,
            @Nullable String approver,
            String causeId,
            String decision) {
        Map<String, Object> evidence = Evidence.of(
                        "previousVersion", before == null ? Policies.BUILT_IN : before.version())
                .toMap();
        var provenance = new Provenance(
                Ids.of("plv", book.key(), book.accepted() + 1),
                causeId,
                null,
                decision,
                book.key() + " is " + document.version() + " by " + document.actor()
                        + (approver == null ? "" : ", approved by " + approver) + ": " + document.reason(),
                evidence,
                null,
                null,
                false);
        return EffectivePolicy.of(document, approver, provenance);
    }

    private static PolicyStep refuse(
            PolicyBook book, @Nullable PolicyDocument inForce, Command command, Reason reason, Evidence evidence) {
        return new PolicyStep(book, inForce, List.of(PolicyAnswers.refused(command, reason, evidence)));
    }
}
