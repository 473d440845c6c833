package io.homeostat.agent.domain;

import java.util.List;

/** What the component's declaration asks of the agent without any command. */
public sealed interface Will {

    /** Nothing: all is as declared, or only a command may change it. */
    record Nothing() implements Will {}

    /** Start a process of this version. */
    record Start(String version) implements Will {}

    /** It should run for the first time, and cannot. */
    record CannotStart(String problem) implements Will {}

    /** End these processes; their end is no failure. */
    record End(List<String> targets) implements Will {}

    /** It is stopped already: remember that the will wants it so, to start it when the will changes. */
    record Rest() implements Will {}

    /** The component is gone, and so is everything of it. */
    record Forget() implements Will {}
}
