package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** It is switched on at once by whoever may, once, and every cause is on record. */
class KillSwitchTest {

    @SuppressWarnings("NullAway.Init")
    private ControlPlane plane;

    @BeforeEach
    void start() {
        plane = new ControlPlane();
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void an_escalation_switches_on_at_once_and_says_why() {
        plane.escalate("images", "rbk-1");

        assertThat(plane.switches()).singleElement().satisfies(on -> {
            assertThat(on.scope()).isEqualTo("images");
            assertThat(on.epoch()).isEqualTo(1);
            assertThat(on.disableNew()).isTrue();
            assertThat(on.value()).isEqualTo("1");
            assertThat(on.promotionId()).isEqualTo("p-1");
            assertThat(on.since()).isEqualTo(plane.now());
            assertThat(on.expiresAt()).isNull();
            assertThat(on.stage()).isNull();
            assertThat(on.recovery()).isEqualTo(new KillSwitch.Recovery(15, true, 300));
            assertThat(on.provenance()).isNotNull().satisfies(p -> {
                assertThat(p.causeId()).isEqualTo("rbk-1");
                assertThat(p.incidentId()).isEqualTo("inc-1");
            });
        });
        assertThat(plane.said()).containsExactly("KILL_SWITCH SWITCHED_ON ESCALATED");
    }

    @Test
    void a_command_switches_on_and_is_answered() {
        var id = plane.command("KILL_SWITCH_ON", "global", "alice", "");

        assertThat(plane.switches()).extracting(KillSwitch::actor).containsExactly("alice");
        assertThat(plane.audits())
                .extracting(a -> a.action() + ' ' + a.decision() + ' ' + a.reason())
                .containsExactly("KILL_SWITCH SWITCHED_ON COMMANDED", "KILL_SWITCH_ON ACCEPTED COMMANDED");
        assertThat(id).isEqualTo("c-1");
    }

    @Test
    void a_switch_that_is_on_is_not_written_again_but_every_cause_is_recorded() {
        plane.escalate("images", "rbk-1");
        plane.switches();
        plane.audits();

        plane.escalate("images", "rbk-2");
        plane.command("KILL_SWITCH_ON", "images", "alice", "");

        assertThat(plane.switches()).isEmpty();
        var audits = plane.audits();
        assertThat(audits)
                .extracting(AuditRecord::decision, AuditRecord::reason)
                .containsExactly(tuple("STILL_ON", "ALREADY_ON"), tuple("ACCEPTED", "ALREADY_ON"));
        assertThat(audits.getFirst().causeId()).isEqualTo("rbk-2");
        assertThat(evidence(audits.getFirst(), "failures")).isEqualTo(2);
        assertThat(evidence(audits.get(1), "causes")).isEqualTo(3);
    }

    @Test
    void what_goes_on_throws_no_switch() {
        plane.persist("images", "chk-1");

        assertThat(plane.switches()).isEmpty();
        assertThat(plane.said()).isEmpty();
        assertThat(plane.deadLetters()).isEmpty();
    }

    @Test
    void a_service_nobody_has_heard_of_is_switched_with_a_warning() {
        plane.escalate("images", "rbk-1");
        plane.audits();

        plane.command("KILL_SWITCH_ON", "imagse", "alice", "");

        var answer = plane.audits().getLast();
        assertThat(answer.decision()).isEqualTo("ACCEPTED");
        assertThat(evidence(answer, "warning").toString()).contains("never switched before");
        assertThat(evidence(answer, "didYouMean")).isEqualTo("images");
    }

    @Test
    void a_repeated_command_is_not_carried_out_again_and_every_refusal_has_an_id_of_its_own() {
        plane.command("c-x", "KILL_SWITCH_ON", "images", "alice", "");
        plane.switches();
        var ids = new ArrayList<>(plane.audits().stream().map(AuditRecord::id).toList());

        plane.command("c-x", "KILL_SWITCH_ON", "global", "alice", "");
        plane.command("c-x", "KILL_SWITCH_ON", "images", "alice", "");

        assertThat(plane.switches()).isEmpty();
        var refused = plane.audits();
        assertThat(refused).extracting(AuditRecord::reason).containsExactly("REPEATED", "REPEATED");
        refused.forEach(a -> ids.add(a.id()));
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_view_that_knows_more_than_own_state_counts() {
        plane.foreign(
                Topics.KILL_SWITCH,
                "images",
                "{\"scope\":\"images\",\"epoch\":7,\"disableNew\":true,\"value\":\"1\",\"reason\":\"r\",\"actor\":\"a\","
                        + "\"since\":\"2026-11-20T08:00:00.000Z\"}");
        plane.tick();
        assertThat(plane.said()).containsExactly("KILL_SWITCH ADOPTED FOUND_IN_VIEW");
        plane.switches();
        plane.pass(ControlPlane.QUIET_MS);

        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        var id = plane.audit().id();
        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.switches()).extracting(KillSwitch::epoch).containsExactly(8L);
    }

    @Test
    void an_unclear_record_in_the_view_is_reported_and_changes_nothing() {
        plane.foreign(
                Topics.KILL_SWITCH,
                "images",
                "{\"scope\":\"images\",\"epoch\":7,\"disableNew\":false,\"value\":\"1\",\"reason\":\"r\",\"actor\":\"a\","
                        + "\"since\":\"2026-11-20T08:00:00.000Z\"}");
        plane.tick();

        assertThat(plane.failures()).containsExactly("CONFIG_INVALID images");
        assertThat(plane.said()).isEmpty();
    }
}
