package io.homeostat.rollback;

import io.homeostat.common.service.ServiceMain;

/** Process of rollback-service. */
public final class RollbackApplication {

    private RollbackApplication() {}

    public static void main(String[] args) {
        ServiceMain.run("rollback-service");
    }
}
