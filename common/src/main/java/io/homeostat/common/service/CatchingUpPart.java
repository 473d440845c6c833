package io.homeostat.common.service;

import io.homeostat.common.streams.CatchingUp;
import java.util.Optional;

/**
 * Ready is who may act: until its tasks have caught up with the log, a service decides nothing that is due.
 *
 * @param stage whose tasks they are
 */
public record CatchingUpPart(String stage, CatchingUp catchingUp) implements ReadinessPart {

    @Override
    public String name() {
        return "log of " + stage;
    }

    @Override
    public Optional<String> problem() {
        var behind = catchingUp.tasks();
        return behind.isEmpty()
                ? Optional.empty()
                : Optional.of("is caught up with by tasks " + behind + ": until then nothing is due");
    }
}
