package io.homeostat.agent.domain;

/** What a look at a component's settings file found. */
public sealed interface SettingsLook {

    /**
     * It was read.
     *
     * @param before true if it holds every value that the command expects
     * @param after true if it holds every value that the command wants
     * @param difference the first setting that is not as expected, with both values; empty where there is none
     */
    record Read(boolean before, boolean after, String difference) implements SettingsLook {}

    /** It cannot be read, or not be understood. */
    record Unusable(String problem) implements SettingsLook {}

    /** The component names none. */
    record Unnamed() implements SettingsLook {}
}
