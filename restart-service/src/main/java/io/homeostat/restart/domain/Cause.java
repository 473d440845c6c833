package io.homeostat.restart.domain;

/** Names of what restarts wait for and what ends by an event rather than by time. */
public final class Cause {

    private Cause() {}

    /** The holds of a scope. */
    public static String hold(String scope) {
        return "hold:" + scope;
    }

    /** The breaker of a worker type. */
    public static String breaker(String workerType) {
        return "breaker:" + workerType;
    }
}
