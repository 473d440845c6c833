package io.homeostat.common.contract;

/**
 * The rule for worker ids: {@code [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}}. Plain ASCII keeps look-alike ids, path tricks and
 * control characters out of keys, logs and commands; {@code ~} stays free for ticks.
 */
public final class WorkerId {

    /** Characters at most. */
    public static final int LENGTH_MAX = 128;

    private WorkerId() {}

    /** True if {@code id} may name a worker. */
    public static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > LENGTH_MAX || !isLetterOrDigit(id.charAt(0))) {
            return false;
        }
        for (int i = 1; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!isLetterOrDigit(c) && "._:/-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
