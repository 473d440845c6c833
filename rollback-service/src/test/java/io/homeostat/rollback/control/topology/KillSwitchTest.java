package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KillSwitchTest {

    private static final long QUIET_MS = 15 * 60_000;

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
    void a_reset_waits_for_the_quiet_time_in_observed_time_and_for_a_second_person() {
        plane.escalate("images", "rbk-1");
        plane.pass(QUIET_MS - ControlPlane.TICK_MS);
        plane.audits();
        plane.switches();

        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        var tooSoon = plane.audit();
        assertThat(tooSoon.reason()).isEqualTo("TOO_SOON");
        assertThat(evidence(tooSoon, "remainingSeconds")).isEqualTo(5);

        plane.pass(ControlPlane.TICK_MS);
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        var waits = plane.audit();
        assertThat(waits.decision()).isEqualTo("AWAITING_APPROVAL");
        assertThat(waits.id()).startsWith("ksr-");
        assertThat(plane.switches()).isEmpty();

        plane.command("APPROVE", "images", " Alice", "{\"id\":\"" + waits.id() + "\"}");
        assertThat(plane.audit().reason()).isEqualTo("SAME_PERSON");
        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + waits.id() + "\"}");

        assertThat(plane.switches()).singleElement().satisfies(off -> {
            assertThat(off.disableNew()).isFalse();
            assertThat(off.value()).isEqualTo("0");
            assertThat(off.epoch()).isEqualTo(2);
            assertThat(off.actor()).isEqualTo("alice");
            assertThat(off.approver()).isEqualTo("bob");
        });
        assertThat(plane.said()).containsExactly("KILL_SWITCH SWITCHED_OFF APPROVED", "APPROVE ACCEPTED APPROVED");
    }

    @Test
    void time_in_which_nobody_could_write_is_no_quiet_time() {
        plane.escalate("images", "rbk-1");
        plane.passUnticked(10 * QUIET_MS);
        plane.tick();
        plane.audits();

        plane.command("KILL_SWITCH_RESET", "images", "alice", "");

        assertThat(plane.audit().reason()).isEqualTo("TOO_SOON");
    }

    @Test
    void the_policy_of_the_service_decides_about_quiet_time_and_second_person() {
        plane.seed("rollback-policy", "v1", "{\"kill_switch\":{\"quiet_minutes_before_reset\":1}}");
        plane.foreignPolicy(
                "rollback-policy/service:images",
                "{\"name\":\"rollback-policy\",\"scope\":\"service:images\",\"version\":\"v2\",\"actor\":\"a\","
                        + "\"reason\":\"r\",\"policy\":{\"kill_switch\":{\"require_second_person\":false}}}");
        plane.tick();
        plane.escalate("images", "rbk-1");
        plane.pass(60_000);
        plane.switches();
        plane.audits();

        plane.command("KILL_SWITCH_RESET", "images", "alice", "");

        assertThat(plane.switches()).singleElement().satisfies(off -> {
            assertThat(off.disableNew()).isFalse();
            assertThat(off.approver()).isNull();
            assertThat(off.provenance()).isNotNull();
        });
        assertThat(plane.audits())
                .last()
                .extracting(a -> a.policy() == null ? "" : a.policy().version())
                .isEqualTo("v1+v2");
    }

    @Test
    void a_new_cause_withdraws_a_reset_that_waits() {
        var id = awaitedReset();

        plane.escalate("images", "rbk-2");
        assertThat(plane.said())
                .containsExactly(
                        "KILL_SWITCH_RESET WITHDRAWN CONDITION_RETURNED", "KILL_SWITCH_ON STILL_ON ALREADY_ON");
        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.audit().reason()).isEqualTo("NOT_WAITING");
        assertThat(plane.switches()).isEmpty();
    }

    @Test
    void what_goes_on_withdraws_a_reset_that_waits_and_says_so_once() {
        var id = awaitedReset();

        plane.persist("images", "chk-2");
        assertThat(plane.said()).containsExactly("KILL_SWITCH_RESET WITHDRAWN CONDITION_RETURNED");
        plane.persist("images", "chk-3");
        assertThat(plane.said()).isEmpty();
        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.audit().reason()).isEqualTo("NOT_WAITING");
        assertThat(plane.switches()).isEmpty();
    }

    @Test
    void the_quiet_time_counts_from_when_it_last_went_on_and_a_refusal_names_what_did() {
        plane.escalate("images", "chk-1");
        plane.pass(QUIET_MS - ControlPlane.TICK_MS);
        plane.persist("images", "chk-2");
        plane.audits();
        plane.pass(QUIET_MS - ControlPlane.TICK_MS);

        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        var tooSoon = plane.audit();
        assertThat(tooSoon.reason()).isEqualTo("TOO_SOON");
        assertThat(evidence(tooSoon, "lastCause")).isEqualTo("chk-2");
        plane.pass(ControlPlane.TICK_MS);
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");

        assertThat(plane.audit().decision()).isEqualTo("AWAITING_APPROVAL");
        assertThat(plane.switches()).hasSize(1); // thrown once, whatever went on
    }

    @Test
    void what_goes_on_throws_no_switch() {
        plane.persist("images", "chk-1");

        assertThat(plane.switches()).isEmpty();
        assertThat(plane.said()).isEmpty();
        assertThat(plane.deadLetters()).isEmpty();
    }

    @Test
    void an_approval_comes_in_time_until_just_before_the_hour_is_over() {
        var id = awaitedReset();
        plane.pass(3_600_000 - ControlPlane.TICK_MS);
        assertThat(plane.said()).isEmpty();
        plane.passUnticked(ControlPlane.TICK_MS - 1);

        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.switches()).hasSize(1);
    }

    @Test
    void a_reset_that_nobody_approved_expires_after_an_hour_and_may_be_asked_for_again() {
        var id = awaitedReset();
        plane.pass(3_600_000);
        var expired = plane.audit();
        assertThat(expired.decision()).isEqualTo("EXPIRED");
        assertThat(expired.causeId()).isEqualTo(id);

        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + id + "\"}");
        assertThat(plane.audit().reason()).isEqualTo("NOT_WAITING");
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        assertThat(plane.audit().decision()).isEqualTo("AWAITING_APPROVAL");
    }

    @Test
    void a_second_reset_does_not_take_the_place_of_the_one_that_waits() {
        var id = awaitedReset();

        plane.command("KILL_SWITCH_RESET", "images", "bob", "");

        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("ALREADY_WAITING");
        assertThat(evidence(refused, "id")).isEqualTo(id);
    }

    @Test
    void a_rejected_reset_waits_no_longer() {
        var id = awaitedReset();

        plane.command("REJECT", "images", "bob", "{\"id\":\"" + id + "\"}");
        assertThat(plane.said()).containsExactly("REJECT ACCEPTED REJECTED");
        plane.command("APPROVE", "images", "carol", "{\"id\":\"" + id + "\"}");

        assertThat(plane.audit().reason()).isEqualTo("NOT_WAITING");
    }

    @Test
    void what_is_not_on_cannot_be_reset() {
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");

        assertThat(plane.said()).containsExactly("KILL_SWITCH_RESET REFUSED NOT_ON");
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
        plane.pass(QUIET_MS);

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

    @Test
    void every_record_of_a_chain_follows_from_the_one_before() {
        var chain = new ArrayList<AuditRecord>();
        var id = awaitedReset(chain);
        plane.command("APPROVE", "images", "bob", "{\"id\":\"" + id + "\"}");
        plane.escalate("global", "rbk-9");
        chain.addAll(plane.audits());

        assertThat(AuditChain.firstBroken(chain)).isNull();
        assertThat(chain).hasSizeGreaterThan(4).extracting(AuditRecord::chain).containsOnly("rollback-service/switch");
    }

    private String awaitedReset() {
        return awaitedReset(new ArrayList<>());
    }

    private String awaitedReset(List<AuditRecord> chain) {
        plane.escalate("images", "rbk-1");
        plane.pass(QUIET_MS);
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        plane.switches();
        var audits = plane.audits();
        chain.addAll(audits);
        return audits.getLast().id();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
