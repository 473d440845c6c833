package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.Incident.Status;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Signal;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What adds to an incident, what brings it back, and who takes it. */
class IncidentStoriesTest extends IncidentsBench {

    @Test
    void the_same_contribution_counts_once_and_one_of_the_same_kind_is_no_change() {
        lasting("i", "ZOMBIE", Severity.P2, "r-1");
        lasting("i", "ZOMBIE", Severity.P2, "r-1");
        trouble("i", "ZOMBIE", Severity.P2);
        assertThat(incidents()).hasSize(1);

        trouble("i", "RESTART_ABANDONED", Severity.P2);

        assertThat(only()).satisfies(incident -> {
            assertThat(change(incident)).isEqualTo("UPDATED");
            assertThat(incident.timeline()).hasSize(2);
            assertThat(provenance(incident).evidence()).containsEntry("contributions", 3);
        });
    }

    @Test
    void a_graver_contribution_raises_the_severity_and_brings_the_response_forward() {
        trouble("i", "NO_DATA", Severity.P3);
        incidents();
        bench.pass(Duration.ofMinutes(1));
        trouble("i", "NO_DATA", Severity.P0);

        assertThat(only()).satisfies(incident -> {
            assertThat(incident.severity()).isEqualTo(Severity.P0);
            assertThat(incident.respondBy()).isEqualTo(bench.now().plus(Duration.ofMinutes(15)));
            assertThat(incident.escalationLevel()).isEqualTo(1);
        });
        trouble("i", "BLIND", Severity.P2);
        assertThat(only().severity()).isEqualTo(Severity.P0);
    }

    @Test
    void it_never_comes_back_under_its_id_without_saying_so() {
        trouble("i", "NO_DATA", Severity.P1);
        end("i");
        incidents();
        bench.coarsely().pass(Duration.ofDays(8)); // by then only what a reopening needs is kept
        trouble("i", "NO_DATA", Severity.P2);

        assertThat(only()).satisfies(incident -> {
            assertThat(change(incident)).isEqualTo("REOPENED");
            assertThat(incident.status()).isEqualTo(Status.OPEN);
            assertThat(incident.resolvedAt()).isNull();
            assertThat(incident.openedAt()).isEqualTo(Bench.START);
            assertThat(incident.respondBy()).isEqualTo(bench.now().plus(Duration.ofHours(1)));
            assertThat(incident.timeline()).extracting(Incident.Entry::what).contains("Reopened: the trouble is back");
        });
    }

    @Test
    void what_happened_before_the_end_but_is_read_after_it_does_not_reopen() {
        lasting("i", "ZOMBIE", Severity.P2);
        bench.pass(Duration.ofMinutes(1));
        end("i");
        incidents();
        troubleAt(bench.now(), "i", "RESTART_ABANDONED", Severity.P2);

        assertThat(only().status()).isEqualTo(Status.RESOLVED);
        bench.pass(TICK);
        troubleAt(bench.now(), "i", "RESTART_ABANDONED", Severity.P2);
        assertThat(only().status()).isEqualTo(Status.OPEN);
    }

    @Test
    void a_timeline_keeps_its_beginning_and_its_end() {
        for (int n = 1; n <= 60; n++) {
            trouble("i", "K-" + n, Severity.P3);
        }

        var incident = incidents().getLast();
        assertThat(incident.timeline()).hasSize(50);
        assertThat(incident.timelineDropped()).isEqualTo(10);
        assertThat(incident.timeline().get(9).what()).startsWith("K-10:");
        assertThat(incident.timeline().get(10).what()).startsWith("K-21:");
        assertThat(incident.timeline().getLast().what()).startsWith("K-60:");
    }

    @Test
    void p1_owes_an_update_every_fifteen_minutes_and_is_reminded() {
        bench.policy("incident-policy", "{\"escalate_minutes\":[1000]}");
        lasting("i", "BLIND", Severity.P1);
        incidents();
        bench.pass(Duration.ofMinutes(15).minus(TICK));
        assertThat(incidents()).isEmpty();
        bench.pass(TICK);

        assertThat(only()).satisfies(incident -> {
            assertThat(change(incident)).isEqualTo("UPDATE_DUE");
            assertThat(incident.nextUpdateAt()).isEqualTo(bench.now().plus(Duration.ofMinutes(15)));
            assertThat(incident.timeline()).hasSize(1);
        });
    }

    @Test
    void a_changed_policy_moves_what_is_due() {
        trouble("i", "NO_DATA", Severity.P2);
        incidents();
        bench.pass(Duration.ofMinutes(2));
        bench.policy("incident-policy", "{\"stable_minutes\":1}");

        assertThat(only().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void every_command_is_answered_exactly_once_refused_ones_too() {
        order("c-0", OperatorCommand.Type.INCIDENT_ACK, "unknown");
        trouble("i", "NO_DATA", Severity.P2);
        order("c-1", OperatorCommand.Type.INCIDENT_ACK, "i");
        order("c-2", OperatorCommand.Type.INCIDENT_ACK, "i");
        order("c-3", OperatorCommand.Type.INCIDENT_RESOLVE, "i");
        order("c-4", OperatorCommand.Type.INCIDENT_RESOLVE, "i");
        order("c-5", OperatorCommand.Type.INCIDENT_ACK, "i");
        order("c-1", OperatorCommand.Type.INCIDENT_ACK, "i");
        order("c-1", OperatorCommand.Type.INCIDENT_ACK, "i");

        var answers = bench.read(Topics.AUDIT, AuditRecord.class);
        assertThat(answers)
                .extracting(answer -> answer.causeId() + ' ' + answer.decision() + ' ' + answer.reason())
                .containsExactly(
                        "c-0 REFUSED UNKNOWN_INCIDENT",
                        "c-1 DONE ACKNOWLEDGED",
                        "c-2 REFUSED ALREADY_ACKNOWLEDGED",
                        "c-3 DONE RESOLVED",
                        "c-4 REFUSED ALREADY_RESOLVED",
                        "c-5 REFUSED ALREADY_RESOLVED",
                        "c-1 REFUSED REPEATED",
                        "c-1 REFUSED REPEATED");
        assertThat(answers).extracting(AuditRecord::id).doesNotHaveDuplicates();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.evidence()).containsKeys("field", "value"));
        assertThat(answers).extracting(AuditRecord::actor).containsOnly("alice");
        assertThat(AuditChain.firstBroken(answers)).isNull();
        assertThat(incidents())
                .extracting(IncidentsBench::change)
                .containsExactly("OPENED", "ACKNOWLEDGED", "RESOLVED");
    }

    @Test
    void a_record_says_its_incident_once_and_ids_never_repeat() {
        var ids = new ArrayList<String>();
        trouble("i", "NO_DATA", Severity.P0);
        order("c-1", OperatorCommand.Type.INCIDENT_ACK, "i");
        end("i");
        bench.pass(TICK);
        trouble("i", "NO_DATA", Severity.P0);
        for (var record : bench.records(Topics.INCIDENTS)) {
            var text = new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(text.split("\"incidentId\"", -1)).hasSize(2);
            assertThat(record.headers().lastHeader("ce_id")).isNotNull();
            ids.add(provenance(Json.readState(record.value(), Incident.class)).id());
        }
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void a_drill_stays_a_drill_until_something_real_joins() {
        signal(new Signal.Trouble("i", "NO_DATA", "w-1", null, null, Severity.P2, "m", false, "a", "c", true));
        assertThat(provenance(only()).synthetic()).isTrue();
        trouble("i", "BLIND", Severity.P2);
        assertThat(provenance(only()).synthetic()).isFalse();
    }
}
