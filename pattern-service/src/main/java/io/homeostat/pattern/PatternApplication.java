package io.homeostat.pattern;

import io.homeostat.common.service.ServiceMain;

/** Process of pattern-service. */
public final class PatternApplication {

    private PatternApplication() {}

    public static void main(String[] args) {
        ServiceMain.run("pattern-service");
    }
}
