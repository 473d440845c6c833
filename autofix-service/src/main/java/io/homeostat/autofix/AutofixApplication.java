package io.homeostat.autofix;

import io.homeostat.common.service.ServiceMain;

/** Process of autofix-service. */
public final class AutofixApplication {

    private AutofixApplication() {}

    public static void main(String[] args) {
        ServiceMain.run("autofix-service");
    }
}
