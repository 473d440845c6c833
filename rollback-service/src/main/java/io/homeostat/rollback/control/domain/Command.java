package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Persons;

/**
 * What is to be answered: an operator's command, or a request for a policy.
 *
 * @param id names it and is the {@code causeId} of the answer: a command's own id, a request's coordinates
 * @param answerId id of the answer, unless the answer names what waits
 * @param action type of the command
 * @param subject what it is about, also the key of the answer
 * @param reason in the actor's words
 * @param origin coordinates of its record, as evidence
 */
public record Command(
        String id, String answerId, String action, String subject, String actor, String reason, String origin) {

    /** A command of an operator. */
    public static Command of(
            String commandId, String action, String subject, String actor, String reason, String origin) {
        return new Command(commandId, Ids.of("ans", commandId), action, subject, actor, reason, origin);
    }

    /** The same person under two spellings is no second person: neither case nor what nobody can see tells two apart. */
    static boolean samePerson(String one, String other) {
        return Persons.same(one, other);
    }
}
