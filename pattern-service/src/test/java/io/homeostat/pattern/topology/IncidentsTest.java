package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Incident.Status;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an incident escalates and when it is over. */
class IncidentsTest extends IncidentsBench {

    @ParameterizedTest(name = "{0}: {1} minutes, level {2}, updates {3}")
    @CsvSource({"P0, 15, 1, true", "P1, 30, 0, true", "P2, 60, 0, false", "P3, 240, 0, false"})
    void the_severity_says_by_when_to_respond_and_whether_updates_are_owed(
            Severity severity, int minutes, int level, boolean updates) {
        trouble("i", "ESCALATED", severity);

        var incident = only();
        assertThat(incident.status()).isEqualTo(Status.OPEN);
        assertThat(incident.openedAt()).isEqualTo(bench.now());
        assertThat(incident.respondBy()).isEqualTo(bench.now().plus(Duration.ofMinutes(minutes)));
        assertThat(incident.escalationLevel()).isEqualTo(level);
        assertThat(incident.escalatedAt()).isEqualTo(level == 0 ? null : bench.now());
        assertThat(incident.nextUpdateAt()).isEqualTo(updates ? bench.now().plus(Duration.ofMinutes(15)) : null);
        assertThat(incident.affected()).containsExactly("w-1");
        assertThat(change(incident)).isEqualTo("OPENED");
    }

    @Test
    void it_escalates_without_progress_at_fifteen_and_at_thirty_minutes() {
        lasting("i", "ZOMBIE", Severity.P2);
        only();
        bench.pass(Duration.ofMinutes(15).minus(TICK));
        assertThat(incidents()).isEmpty();
        bench.pass(TICK);
        assertThat(only()).satisfies(incident -> {
            assertThat(incident.escalationLevel()).isEqualTo(1);
            assertThat(incident.escalatedAt()).isEqualTo(bench.now());
        });
        bench.pass(Duration.ofMinutes(15).minus(TICK));
        assertThat(incidents()).isEmpty();
        bench.pass(TICK);
        assertThat(only().escalationLevel()).isEqualTo(2);
        bench.pass(Duration.ofHours(3));
        assertThat(incidents()).isEmpty();
    }

    @Test
    void an_acknowledgement_is_progress() {
        lasting("i", "ZOMBIE", Severity.P2);
        bench.pass(Duration.ofMinutes(10));
        order("c-1", OperatorCommand.Type.INCIDENT_ACK, "i");
        incidents();
        bench.pass(Duration.ofMinutes(15).minus(TICK));
        assertThat(incidents()).isEmpty();
        bench.pass(TICK);

        assertThat(only()).satisfies(incident -> {
            assertThat(incident.escalationLevel()).isEqualTo(1);
            assertThat(incident.status()).isEqualTo(Status.ACKNOWLEDGED);
            assertThat(incident.acknowledgedBy()).isEqualTo("alice");
        });
    }

    @Test
    void without_a_new_contribution_it_is_over_after_thirty_minutes() {
        trouble("i", "RESTART_ABANDONED", Severity.P2);
        bench.pass(Duration.ofMinutes(10));
        trouble("i", "RESTART_ABANDONED", Severity.P2);
        incidents();
        bench.pass(Duration.ofMinutes(30).minus(TICK));
        assertThat(incidents()).noneMatch(incident -> incident.status() == Status.RESOLVED);
        bench.pass(TICK);

        assertThat(only()).satisfies(incident -> {
            assertThat(incident.status()).isEqualTo(Status.RESOLVED);
            assertThat(incident.resolvedAt()).isEqualTo(bench.now());
            assertThat(incident.nextUpdateAt()).isNull();
        });
    }

    @Test
    void what_is_known_to_last_is_never_over_by_being_quiet() {
        lasting("i", "ZOMBIE", Severity.P2);
        bench.pass(Duration.ofHours(5));
        assertThat(incidents()).noneMatch(incident -> incident.status() == Status.RESOLVED);

        end("i");

        assertThat(only()).satisfies(incident -> {
            assertThat(incident.status()).isEqualTo(Status.RESOLVED);
            assertThat(incident.timeline().getLast().what()).isEqualTo("It is over.");
        });
        end("i");
        assertThat(incidents()).isEmpty();
    }

    @Test
    void the_end_of_what_was_no_incident_is_nothing() {
        end("i");
        assertThat(incidents()).isEmpty();
    }
}
