package io.homeostat.agent.domain;

import io.homeostat.common.contract.RestartCommand;

/**
 * What orders the commands of one worker: a newer plane generation beats every older one, within it the generation
 * counts. After a restore the plane counts commands anew, so the generation alone would refuse all of them.
 *
 * @param planeGeneration at least 0
 * @param generation of the worker's commands, at least 0
 */
public record Fence(long planeGeneration, long generation) implements Comparable<Fence> {

    /** Below every command. */
    public static final Fence NONE = new Fence(0, 0);

    /** The fence that a command carries. */
    public static Fence of(RestartCommand command) {
        return new Fence(command.planeGeneration(), command.generation());
    }

    /** The higher of the two. */
    public Fence raisedTo(Fence other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Fence other) {
        int byPlane = Long.compare(planeGeneration, other.planeGeneration);
        return byPlane != 0 ? byPlane : Long.compare(generation, other.generation);
    }
}
