package io.homeostat.cli.operator;

import io.homeostat.cli.CommandFailure;
import io.homeostat.common.policy.Policies;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which policy: a name, and where it holds, as in {@code heartbeat-policy/type:gpu}; a null scope is everywhere. */
record PolicyKey(String name, @Nullable String scope) {

    /** The key that this text is. */
    static PolicyKey of(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new PolicyKey(text, null)
                : new PolicyKey(text.substring(0, slash), text.substring(slash + 1));
    }

    /**
     * This key.
     *
     * @throws CommandFailure if no policy has such a name
     */
    PolicyKey known() {
        if (!Policies.NAMES.contains(name)) {
            throw new CommandFailure("'" + name + "' is no policy; there are " + new TreeSet<>(Policies.NAMES));
        }
        return this;
    }

    @Override
    public String toString() {
        return scope == null ? name : name + '/' + scope;
    }
}
