package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Rollback;

/** Answers to operators' commands. */
final class Replies {

    static final String ACCEPTED = "ACCEPTED";
    static final String DONE = "DONE";
    static final String REFUSED = "REFUSED";

    private Replies() {}

    /** The answer; one to a repeated command is told from the first by where the repetition stands. */
    static Decision of(Case on, OperatorCommand command, String decision, Rollback.Reason reason, String coordinates) {
        boolean repeated = reason == Rollback.Reason.REPEATED;
        var id = repeated
                ? Ids.of("ans", command.commandId(), reason, coordinates)
                : Ids.of("ans", command.subject(), command.commandId());
        var session = on.present();
        var evidence = Evidence.of("field", field(reason))
                .and("value", value(command, reason))
                .and("reason", command.reason())
                .and("command", coordinates)
                .and("promotionId", session == null ? null : session.trial().promotionId())
                .and("lastRecord", session == null ? null : session.lastRecord());
        var provenance = new Provenance(
                id,
                command.commandId(),
                session == null ? null : session.incidentId(),
                decision,
                command.type() + " of " + command.subject() + ": " + decision + ", " + reason,
                evidence.toMap(),
                on.terms().ref(),
                null,
                false);
        return new Decision.Replied(command, reason, provenance);
    }

    /** Every reason that is not about one field of the command is about the service as a whole. */
    private static String field(Rollback.Reason reason) {
        if (reason == Rollback.Reason.REPEATED) {
            return "commandId";
        }
        return reason == Rollback.Reason.UNKNOWN_PROMOTION ? "arguments.promotionId" : "subject";
    }

    private static String value(OperatorCommand command, Rollback.Reason reason) {
        if (reason == Rollback.Reason.REPEATED) {
            return command.commandId();
        }
        var promotion = command.argument("promotionId");
        return reason == Rollback.Reason.UNKNOWN_PROMOTION && promotion != null
                ? Cut.of(promotion, Cut.WORDS_MAX)
                : command.subject();
    }
}
