package io.homeostat.agent.domain;

import java.util.List;

/**
 * The processes of one worker that run now, as the operating system shows them.
 *
 * @param running incarnations, each with its process alive
 * @param complete true if a process that the journal does not know would have been found; false where the operating
 *     system cannot be searched, so that only what the journal knows was looked at
 */
public record Picture(List<String> running, boolean complete) {

    public Picture {
        running = List.copyOf(running);
    }

    boolean runs(String incarnation) {
        return running.contains(incarnation);
    }
}
