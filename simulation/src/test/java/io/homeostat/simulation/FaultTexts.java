package io.homeostat.simulation;

/** What workers, agents and people of a bad day write. */
final class FaultTexts {

    private FaultTexts() {}

    static String beat(String worker, String incarnation, long sequence, boolean skewed) {
        return "{\"workerId\":\"" + worker + "\",\"workerType\":\"t\",\"service\":\"images\",\"incarnation\":\""
                + incarnation + "\",\"sequence\":" + sequence + (skewed ? ",\"time\":\"2031-01-01T00:00:00.000Z\"" : "")
                + '}';
    }

    static String crash(String worker, String incarnation, long ms) {
        return "{\"workerId\":\"" + worker + "\",\"kind\":\"CRASH\",\"incarnation\":\"" + incarnation
                + "\",\"failureId\":\"f-" + ms + "\"}";
    }

    static String request(String worker, long ms) {
        return "{\"workerId\":\"" + worker + "\",\"requestId\":\"r-" + ms
                + "\",\"reason\":\"because\",\"requestedBy\":\"ann\"}";
    }

    static String command(long ms, String type, String subject, String actor, String id) {
        return "{\"commandId\":\"" + type + actor + ms + "\",\"type\":\"" + type + "\",\"subject\":\"" + subject
                + "\",\"actor\":\"" + actor + "\",\"reason\":\"because\""
                + (id.isEmpty() ? "" : ",\"arguments\":{\"id\":\"" + id + "\"}") + '}';
    }

    static String promotion(String service, long ms) {
        return "{\"promotionId\":\"p-" + ms + "\",\"service\":\"" + service
                + "\",\"version\":\"2\",\"previousVersion\":\"1\"}";
    }

    static String check(String service, int number, boolean good) {
        return "{\"service\":\"" + service + "\",\"version\":\"2\",\"checkId\":\"h-" + number + "\",\"ok\":" + good
                + ",\"errorRate\":" + (good ? "0" : "0.6") + '}';
    }

    static String result(String commandId, String status, String incarnation) {
        return "{\"commandId\":\"" + commandId + "\",\"status\":\"" + status + "\",\"agent\":\"a-1\""
                + (incarnation.isEmpty() ? "" : ",\"incarnation\":\"" + incarnation + '"') + '}';
    }
}
