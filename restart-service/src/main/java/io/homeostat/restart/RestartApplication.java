package io.homeostat.restart;

import io.homeostat.common.service.ServiceMain;

/** Process of restart-service. */
public final class RestartApplication {

    private RestartApplication() {}

    public static void main(String[] args) {
        ServiceMain.run("restart-service");
    }
}
