package io.homeostat.cli.provision;

import io.homeostat.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Which policy a file is, by its name without the ending: {@code heartbeat-policy} everywhere, {@code
 * heartbeat-policy@type=gpu} for a scope.
 *
 * @param scope {@code type:gpu}; null: everywhere
 */
public record PolicyFileName(String name, @Nullable String scope) {

    /**
     * The name of a file.
     *
     * @throws CommandFailure if its scope is none
     */
    public static PolicyFileName of(String file) {
        int at = file.indexOf('@');
        return at < 0
                ? new PolicyFileName(file, null)
                : new PolicyFileName(file.substring(0, at), scope(file, file.substring(at + 1)));
    }

    private static String scope(String file, String scope) {
        int equals = scope.indexOf('=');
        if (equals < 1) {
            throw new CommandFailure("policy file " + file + ".json: the scope is not written like @type=gpu");
        }
        return scope.substring(0, equals) + ':' + scope.substring(equals + 1);
    }
}
