package io.homeostat.common.policy;

/**
 * One thing that is wrong with a policy.
 *
 * @param path exact place, for example {@code heartbeat-policy.storm.freeze_share}
 * @param found what stood there; empty where something is missing
 * @param reason why it is refused, with a did-you-mean for unknown keys
 */
public record PolicyProblem(String path, String found, String reason) {

    /** One line. */
    public String message() {
        return path + ": " + (found.isEmpty() ? "" : found + " ") + reason;
    }
}
