package io.homeostat.agent.effects.docker;

/**
 * The engine did not answer, or not in a way from which anything can be told. Nothing is concluded from it: the step that met
 * it is given up and done again later, after a new look.
 */
final class EngineAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where it was thrown says nothing; there may be many of them while an engine is away. */
    EngineAway(String message) {
        super(message, null, false, false);
    }
}
