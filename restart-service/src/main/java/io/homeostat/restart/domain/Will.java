package io.homeostat.restart.domain;

import static java.util.Objects.requireNonNull;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants: a command of {@code operator-commands} that restart-service answers.
 *
 * @param subject a scope, a worker or a worker type
 * @param arguments the command's own, each as text, whatever it was
 */
public record Will(
        String commandId,
        OperatorCommand.Type type,
        String subject,
        String actor,
        String reason,
        Map<String, String> arguments) {

    /** How long a hold lasts: whole seconds from now. */
    public static final String SECONDS = "seconds";

    /** How long a hold lasts: until this instant. */
    public static final String UNTIL = "until";

    /** Whether the process of a RESTART gets no grace. */
    public static final String FORCE = "force";

    /** What an APPROVE or REJECT is about. */
    public static final String ID = "id";

    public Will {
        requireNonNull(commandId, "commandId");
        requireNonNull(type, "type");
        requireNonNull(subject, "subject");
        requireNonNull(actor, "actor");
        requireNonNull(reason, "reason");
        arguments = Map.copyOf(arguments);
    }

    @Nullable
    String argument(String name) {
        return arguments.get(name);
    }

    /** The first argument, by name, that means nothing to this type: whoever wrote it wanted something else than he gets. */
    @Nullable
    String unknownArgument() {
        var known = known();
        return arguments.keySet().stream()
                .filter(name -> !known.contains(name))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The arguments that mean something to this type. */
    List<String> known() {
        return switch (type) {
            case PAUSE, MAINTENANCE_START -> List.of(SECONDS, UNTIL);
            case RESTART -> List.of(FORCE);
            case APPROVE, REJECT -> List.of(ID);
            default -> List.of();
        };
    }

    /** Id of the answer, and so the cause of everything that the command brings about. */
    public String answerId() {
        return Ids.of("ans", commandId);
    }
}
