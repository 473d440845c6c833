package io.homeostat.simulation;

import org.jspecify.annotations.Nullable;

/** What workers, agents and people of a bad day write. */
final class FaultTexts {

    private FaultTexts() {}

    /**
     * A beat.
     *
     * @param failed operations of 20
     */
    static String beat(String worker, FaultFleet.Worker on, String status, int failed, boolean skewed) {
        return "{\"workerId\":\"" + worker + "\",\"workerType\":\"" + on.type() + "\",\"service\":\"" + on.service()
                + "\",\"version\":\"" + on.version() + "\",\"status\":\"" + status + "\",\"incarnation\":\""
                + on.incarnation() + "\",\"sequence\":" + on.sequence() + ",\"progress\":" + on.progress()
                + ",\"operations\":{\"succeeded\":" + (20 - failed) + ",\"failed\":" + failed + '}'
                + (skewed ? ",\"time\":\"2031-01-01T00:00:00.000Z\"" : "") + '}';
    }

    static String failure(String worker, FaultFleet.Worker on, String kind, String id, @Nullable String message) {
        return "{\"workerId\":\"" + worker + "\",\"kind\":\"" + kind + "\",\"workerType\":\"" + on.type()
                + "\",\"service\":\"" + on.service() + "\",\"version\":\"" + on.version() + "\",\"incarnation\":\""
                + on.incarnation() + "\",\"failureId\":\"" + id + '"'
                + (message == null ? "" : ",\"message\":\"" + message + '"') + '}';
    }

    static String request(String worker, String id) {
        return "{\"workerId\":\"" + worker + "\",\"requestId\":\"" + id
                + "\",\"reason\":\"because\",\"requestedBy\":\"ann\"}";
    }

    static String command(String id, String type, String subject, String actor, String arguments) {
        return "{\"commandId\":\"" + id + "\",\"type\":\"" + type + "\",\"subject\":\"" + subject + "\",\"actor\":\""
                + actor + "\",\"reason\":\"because\""
                + (arguments.isEmpty() ? "" : ",\"arguments\":{" + arguments + '}')
                + '}';
    }

    static String policy(FaultPolicies.Wanted wanted, String version) {
        return "{\"name\":\"" + wanted.name() + "\",\"version\":\"" + version
                + "\",\"actor\":\"ann\",\"reason\":\"because\",\"policy\":" + wanted.policy() + '}';
    }

    static String promotion(String service, String id, String status) {
        return "{\"promotionId\":\"" + id + "\",\"service\":\"" + service
                + "\",\"version\":\"2\",\"previousVersion\":\"1\",\"status\":\"" + status + "\"}";
    }

    static String check(String service, String promotion, int number, boolean good) {
        return "{\"service\":\"" + service + "\",\"version\":\"2\",\"promotionId\":\"" + promotion
                + "\",\"checkId\":\"h-" + number + "\",\"ok\":" + good + ",\"errorRate\":" + (good ? "0" : "0.6") + '}';
    }

    static String result(String commandId, String status, String agent, @Nullable String incarnation) {
        return "{\"commandId\":\"" + commandId + "\",\"status\":\"" + status + "\",\"agent\":\"" + agent + '"'
                + (incarnation == null ? "" : ",\"incarnation\":\"" + incarnation + '"') + '}';
    }

    static String component(String subject, String service, String agent, long memory, long timeout, long batch) {
        return "{\"subject\":\"" + subject + "\",\"agent\":\"" + agent + "\",\"executor\":\"process\",\"workerType\":\""
                + subject.substring("type/".length()) + "\",\"service\":\"" + service
                + "\",\"versions\":{\"1\":{\"start\":[\"x\"]},\"2\":{\"start\":[\"y\"]}},\"currentVersion\":\"1\","
                + "\"parameters\":{\"settingsFile\":\"f.json\",\"settings\":{\"memory_mb\":" + memory
                + ",\"timeout_seconds\":" + timeout + ",\"batch_size\":" + batch + "}}}";
    }
}
