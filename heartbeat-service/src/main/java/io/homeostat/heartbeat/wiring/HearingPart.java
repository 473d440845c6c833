package io.homeostat.heartbeat.wiring;

import io.homeostat.common.service.ReadinessPart;
import io.homeostat.heartbeat.topology.Blindness;
import java.util.Optional;
import java.util.stream.Collectors;

/** Not ready while any own partition is blind: whoever needs verdicts must not wait for this instance's. */
record HearingPart(Blindness blindness) implements ReadinessPart {

    @Override
    public String name() {
        return "hearing";
    }

    @Override
    public Optional<String> problem() {
        var causes = blindness.causes();
        return causes.isEmpty()
                ? Optional.empty()
                : Optional.of(causes.entrySet().stream()
                        .map(entry -> "partition " + entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; ")));
    }
}
