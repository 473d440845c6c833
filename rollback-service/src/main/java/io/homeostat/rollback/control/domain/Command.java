package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Ids;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

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

    /** Blanks, control and format characters, and marks that are laid over a letter. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{C}\\p{M}]+");

    /** A command of an operator. */
    public static Command of(
            String commandId, String action, String subject, String actor, String reason, String origin) {
        return new Command(commandId, Ids.of("ans", commandId), action, subject, actor, reason, origin);
    }

    /** The same person under two spellings is no second person: neither case nor what nobody can see tells two apart. */
    static boolean samePerson(String one, String other) {
        return spelling(one).equals(spelling(other));
    }

    /** One of all spellings that look the same; a name without anything to see is that of nobody in particular. */
    private static String spelling(String actor) {
        var visible = INVISIBLE
                .matcher(Normalizer.normalize(actor, Normalizer.Form.NFKD))
                .replaceAll("");
        return visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
