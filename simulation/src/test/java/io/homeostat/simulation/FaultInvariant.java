package io.homeostat.simulation;

import java.util.ArrayList;
import java.util.List;

/** Something that must hold of everything that a plane writes, whatever happens and whatever fails. */
abstract class FaultInvariant {

    private final List<String> broken = new ArrayList<>();

    /** A service wrote a record. */
    void written(Recorder.Seen seen) {}

    /** The outside world wrote a record. */
    void appended(Recorder.Seen seen) {}

    /** Something is not over that must end; empty: nothing. */
    String open() {
        return "";
    }

    /** Everything was calm for long enough: what must have become of it. */
    void atRest() {}

    /** The broken ones, each with its name first. */
    List<String> broken() {
        return broken;
    }

    final void check(boolean holds, String name, Object seen) {
        if (!holds) {
            broken.add(name + ": " + seen);
        }
    }

    static String topic(Recorder.Seen seen) {
        return seen.record().topic().name();
    }
}
