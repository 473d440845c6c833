package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** It is reset after the quiet time that its policy asks for, in observed time, and not before. */
class KillSwitchResetTest {

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
    void a_reset_waits_for_the_quiet_time_in_observed_time_and_for_a_second_person() {
        plane.escalate("images", "rbk-1");
        plane.pass(ControlPlane.QUIET_MS - ControlPlane.TICK_MS);
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
        plane.passUnticked(10 * ControlPlane.QUIET_MS);
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
    void the_quiet_time_counts_from_when_it_last_went_on_and_a_refusal_names_what_did() {
        plane.escalate("images", "chk-1");
        plane.pass(ControlPlane.QUIET_MS - ControlPlane.TICK_MS);
        plane.persist("images", "chk-2");
        plane.audits();
        plane.pass(ControlPlane.QUIET_MS - ControlPlane.TICK_MS);

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
    void what_is_not_on_cannot_be_reset() {
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");

        assertThat(plane.said()).containsExactly("KILL_SWITCH_RESET REFUSED NOT_ON");
    }
}
