package io.homeostat.heartbeat;

import io.homeostat.common.service.ServiceMain;

/** Main of the service's own process. */
public final class HeartbeatApplication {

    private HeartbeatApplication() {}

    /** Runs until the process is asked to end. */
    public static void main(String[] args) {
        ServiceMain.run("heartbeat-service");
    }
}
