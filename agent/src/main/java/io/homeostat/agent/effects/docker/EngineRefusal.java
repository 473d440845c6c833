package io.homeostat.agent.effects.docker;

/** The engine answered that it will not do it, and why. */
final class EngineRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    EngineRefusal(String message) {
        super(message, null, false, false);
    }
}
