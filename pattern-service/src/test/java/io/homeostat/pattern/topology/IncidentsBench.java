package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Tells an incident of things, and reads what was written. */
abstract class IncidentsBench {

    static final Duration TICK = Duration.ofMillis(Bench.TICK_MS);

    Bench bench = Bench.incidents();
    private int refs;

    @AfterEach
    void close() {
        bench.close();
    }

    void trouble(String incidentId, String what, Severity severity) {
        troubleAt(bench.now(), incidentId, what, severity);
    }

    void troubleAt(Instant at, String incidentId, String what, Severity severity) {
        refs++;
        var trouble = new Signal.Trouble(
                incidentId, what, "w-1", "s", "t", severity, "m", false, "ref-" + refs, "failures/0/" + refs, false);
        bench.pipe(Topics.INCIDENT_SIGNALS, incidentId, Json.bytes(trouble), at);
    }

    void lasting(String incidentId, String what, Severity severity) {
        refs++;
        lasting(incidentId, what, severity, "ref-" + refs);
    }

    void lasting(String incidentId, String what, Severity severity, String refId) {
        signal(new Signal.Trouble(incidentId, what, "w-1", "s", "t", severity, "m", true, refId, "c", false));
    }

    void end(String incidentId) {
        signal(new Signal.Ended(incidentId, "It is over.", "sts-9", "worker-status/0/9"));
    }

    void order(String commandId, OperatorCommand.Type type, String incidentId) {
        signal(new Signal.Ordered(
                new OperatorCommand(commandId, type, incidentId, "alice", "on it", null, null),
                "operator-commands/0/1"));
    }

    void signal(Signal signal) {
        bench.pipe(Topics.INCIDENT_SIGNALS, signal.incidentId(), Json.bytes(signal), bench.now());
    }

    List<Incident> incidents() {
        return bench.read(Topics.INCIDENTS, Incident.class);
    }

    Incident only() {
        var all = incidents();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    static @Nullable String change(Incident incident) {
        return provenance(incident).decision();
    }

    static Provenance provenance(Incident incident) {
        return java.util.Objects.requireNonNull(incident.provenance());
    }
}
