package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.Incident.Status;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the outside world can do to an incident, and what a policy that changed meanwhile does. */
class IncidentLimitsTest extends IncidentsBench {

    private static final int RECORD_BYTES_MAX = 1024 * 1024;

    @Test
    void the_longest_messages_make_no_record_that_the_broker_refuses() {
        var longest = "\uD83D\uDE00".repeat(8 * 1024);
        for (int n = 0; n < 30; n++) {
            signal(new Signal.Trouble(
                    "i", "ESCALATED", "w-1", "s", "t", Severity.P1, longest, false, "ref-" + n, "failures/0/1", false));
            bench.pass(TICK);
            signal(new Signal.Ended("i", longest, "end-" + n, "failures/0/2"));
            bench.pass(TICK);
        }

        var records = bench.records(Topics.INCIDENTS);
        assertThat(records)
                .hasSizeGreaterThanOrEqualTo(60)
                .allSatisfy(record -> assertThat(record.value().length).isLessThan(RECORD_BYTES_MAX / 4));
    }

    @Test
    void a_sentence_is_the_first_line_up_to_its_bound_and_no_character_is_cut_in_two() {
        for (int spaces = 299; spaces <= 301; spaces++) {
            var what = "x".repeat(spaces - 1) + "\uD83D\uDE00" + "\nsecond line";
            trouble("i" + spaces, "ESCALATED", Severity.P2);
            signal(new Signal.Ended("i" + spaces, what, "end", "failures/0/2"));
            var told = incidents().getLast().timeline().getLast().what();
            assertThat(told).hasSizeLessThanOrEqualTo(301).doesNotContain("second");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(told)).isTrue();
        }
    }

    @Test
    void a_command_is_answered_however_deep_its_arguments_are() {
        lasting("i", "ZOMBIE", Severity.P2);
        incidents();
        var arguments = "{'a':" + "[".repeat(14) + "12345678901234567890123456789e9" + "]".repeat(14) + "}";
        try (var subjects = Bench.subjects()) {
            subjects.pipe(
                    Topics.OPERATOR_COMMANDS,
                    "i",
                    "{'commandId':'c-1','type':'INCIDENT_ACK','subject':'i','actor':'alice','reason':'r','arguments':"
                            + arguments + "}");
            subjects.records(Topics.INCIDENT_SIGNALS).stream()
                    .filter(record -> !TickPlacement.isTick(record.key()))
                    .forEach(record -> bench.pipe(Topics.INCIDENT_SIGNALS, record.key(), record.value()));
        }

        assertThat(bench.read(Topics.AUDIT, AuditRecord.class))
                .singleElement()
                .satisfies(answer -> assertThat(answer.decision()).isEqualTo("DONE"));
        assertThat(only().status()).isEqualTo(Status.ACKNOWLEDGED);
        assertThat(bench.records(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void minutes_that_became_fewer_while_the_service_was_down_are_in_force_at_its_first_tick() {
        bench.policy("incident-policy", "{\"escalate_minutes\":[600],\"stable_minutes\":5000}");
        lasting("i", "ZOMBIE", Severity.P2);
        trouble("j", "RESTART_ABANDONED", Severity.P3);
        incidents();

        bench = bench.moved(); // to the built-in 15 and 30 minutes
        bench.tick();
        bench.pass(Duration.ofMinutes(15).minus(TICK));
        assertThat(incidents()).isEmpty();
        bench.pass(TICK);

        assertThat(incidents())
                .extracting(Incident::incidentId, Incident::escalationLevel)
                .contains(org.assertj.core.groups.Tuple.tuple("i", 1));
        bench.pass(Duration.ofMinutes(15));
        assertThat(incidents()).anyMatch(incident -> incident.status() == Status.RESOLVED);
    }
}
