package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reset that waits for a second person is approved in time, or ends: withdrawn, rejected or expired. */
class WaitingResetTest {

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
        plane.pass(ControlPlane.QUIET_MS);
        plane.command("KILL_SWITCH_RESET", "images", "alice", "");
        plane.switches();
        var audits = plane.audits();
        chain.addAll(audits);
        return audits.getLast().id();
    }
}
