package io.homeostat.common.policy;

/**
 * One thing that is wrong with a policy.
 *
 * @param path exact place, for example {@code heartbeat-policy.storm.freeze_share}
 * @param found what stood there, cut at 120 characters; empty where something is missing
 * @param reason why it is refused, with a did-you-mean for unknown keys
 */
public record PolicyProblem(String path, String found, String reason) {

    private static final int PATH_CHARACTERS_MAX = 600;
    private static final int FOUND_CHARACTERS_MAX = 120;
    private static final int REASON_CHARACTERS_MAX = 500;

    public PolicyProblem {
        path = cut(path, PATH_CHARACTERS_MAX);
        found = cut(found, FOUND_CHARACTERS_MAX);
        reason = cut(reason, REASON_CHARACTERS_MAX);
    }

    private static String cut(String text, int max) {
        return text.length() > max ? text.substring(0, max) + "…" : text;
    }

    /** One line. */
    public String message() {
        return path + ": " + (found.isEmpty() ? "" : found + " ") + reason;
    }
}
