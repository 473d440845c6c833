package io.homeostat.autofix.domain;

import io.homeostat.autofix.domain.Decision.Reply;
import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Fix.Status;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Persons;
import io.homeostat.common.contract.Provenance;
import org.jspecify.annotations.Nullable;

/** What a person says about a fix that waits for approval, and the answer. */
public final class Approvals {

    private Approvals() {}

    /** The fix that the vote names waits: a second actor who names its target decides. */
    static void voted(Case on, AdmissionInput.Voted vote) {
        if (!(on.step() instanceof Step.Awaiting) || !on.course().fixId().equals(vote.waitingId())) {
            on.decide(answer(on, vote, Reply.NOT_WAITING));
        } else if (!vote.subject().equals(on.target())) {
            on.decide(answer(on, vote, Reply.WRONG_SUBJECT));
        } else if (Persons.same(vote.actor(), Records.SERVICE)) {
            on.decide(answer(on, vote, Reply.SAME_PERSON));
        } else if (vote.approves()) {
            on.decide(answer(on, vote, Reply.APPROVED));
            on.course(course -> course.approvedBy(vote.actor()));
            on.record(Line.of(Status.APPROVED, Reason.NEEDS_APPROVAL, vote.actor() + " approves: " + vote.why())
                    .with(said(vote)));
            Proposals.again(on);
        } else {
            on.decide(answer(on, vote, Reply.REJECTED));
            on.course(course -> course.approvedBy(vote.actor()));
            on.record(Line.of(Status.REJECTED, Reason.NEEDS_APPROVAL, vote.actor() + " rejects: " + vote.why())
                    .with(said(vote)));
            on.close();
        }
    }

    /** Nobody approved in time. */
    static void timeout(Case on) {
        on.record(Line.of(Status.REJECTED, Reason.EXPIRED, "Nobody approved in time"));
        on.close();
    }

    /** The answer where nothing waits under the id, or the command was answered before. */
    public static Decision.Answered refusal(
            AdmissionInput.Voted vote, Reply reply, int repeats, Provenance.PolicyRef ref) {
        return answer(vote, reply, repeats, null, ref);
    }

    private static Evidence said(AdmissionInput.Voted vote) {
        return Evidence.of("actor", vote.actor()).and("commandId", vote.commandId());
    }

    private static Decision.Answered answer(Case on, AdmissionInput.Voted vote, Reply reply) {
        return answer(vote, reply, 0, on.pattern().incidentId(), on.terms().ref());
    }

    private static Decision.Answered answer(
            AdmissionInput.Voted vote,
            Reply reply,
            int repeats,
            @Nullable String incidentId,
            Provenance.PolicyRef ref) {
        var id = repeats == 0
                ? Ids.of("ans", vote.commandId())
                : Ids.of("ans", vote.commandId(), Reply.REPEATED, repeats);
        var provenance = new Provenance(
                id,
                vote.commandId(),
                incidentId,
                reply.decision(),
                message(reply),
                evidence(vote, reply).toMap(),
                ref,
                null,
                false);
        var action = vote.approves() ? "APPROVE" : "REJECT";
        return new Decision.Answered(vote.subject(), vote.actor(), action, reply, vote.commandId(), provenance);
    }

    private static Evidence evidence(AdmissionInput.Voted vote, Reply reply) {
        return switch (reply) {
            case APPROVED, REJECTED, NOT_WAITING ->
                Evidence.of("field", "arguments.id").and("value", String.valueOf(vote.waitingId()));
            case REPEATED -> Evidence.of("field", "commandId").and("value", vote.commandId());
            case WRONG_SUBJECT -> Evidence.of("field", "subject").and("value", vote.subject());
            case SAME_PERSON -> Evidence.of("field", "actor").and("value", vote.actor());
        };
    }

    private static String message(Reply reply) {
        return switch (reply) {
            case APPROVED -> "The fix goes on";
            case REJECTED -> "The fix is not done";
            case REPEATED -> "The command was answered before";
            case NOT_WAITING -> "No fix waits under this id";
            case WRONG_SUBJECT -> "The fix is for another target";
            case SAME_PERSON -> "Who proposed the fix cannot approve it";
        };
    }
}
