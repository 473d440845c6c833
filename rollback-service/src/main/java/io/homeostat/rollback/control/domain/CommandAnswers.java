package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;

/** Refusals that do not depend on what the command is about. */
public final class CommandAnswers {

    private CommandAnswers() {}

    /** The command was answered {@code before} times already. */
    public static Decision repeated(Command command, long before) {
        var evidence = Evidence.of("answeredBefore", before).and("origin", command.origin());
        return Decision.answer(
                command,
                Ids.of("ans", command.id(), "repeated", before),
                Outcome.REFUSED,
                Reason.REPEATED,
                null,
                evidence.toMap(),
                null);
    }

    /** Nobody carries out commands of this type. */
    public static Decision notSupported(Command command) {
        return refused(
                command, Reason.NOT_SUPPORTED, Evidence.of("field", "type").and("value", command.action()));
    }

    /** So many scopes were switched that a new one is refused; {@code global} and those that were can be switched. */
    public static Decision tooManyScopes(Command command, int scopes) {
        return refused(
                command,
                Reason.BUSY,
                Evidence.of("field", "subject")
                        .and("value", command.subject())
                        .and("scopes", scopes)
                        .and(
                                "reason",
                                "is one scope more than the switch keeps: switch global, or one that was switched"));
    }

    /** An approval or rejection does not say of what. */
    public static Decision withoutId(Command command) {
        var evidence = Evidence.of("field", "arguments.id").and("value", "").and("reason", "is missing or no text");
        return refused(command, Reason.INVALID_ARGUMENT, evidence);
    }

    /**
     * The record is a dead letter, but says who asks. Its id is that of the record: it was not carried out, so the same
     * command may come again mended.
     */
    public static Decision unreadable(
            String commandId, String type, String subject, String actor, String origin, Evidence evidence) {
        var command = new Command(commandId, Ids.of("ans", commandId, origin), type, subject, actor, "", origin);
        return refused(command, Reason.UNREADABLE, evidence);
    }

    private static Decision refused(Command command, Reason reason, Evidence evidence) {
        return Decision.answer(
                command,
                Outcome.REFUSED,
                reason,
                null,
                evidence.and("origin", command.origin()).toMap(),
                null);
    }
}
