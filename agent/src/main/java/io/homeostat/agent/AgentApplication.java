package io.homeostat.agent;

import io.homeostat.common.service.ServiceMain;

/** The agent's process. */
public final class AgentApplication {

    private AgentApplication() {}

    public static void main(String[] arguments) {
        ServiceMain.run("agent");
    }
}
