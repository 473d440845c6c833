package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Fix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second person decides. */
class ApprovalTest {

    private static final String ASKS = "{\"fixes\":{\"increase_memory\":{\"requires_approval\":true}}}";
    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000}";
    private static final long DAY_MS = 24 * 60 * MINUTE_MS;

    @Test
    void what_waits_is_named_by_its_fix_and_goes_on_when_approved() {
        try (var bench = waiting()) {
            var waits = bench.fixes().getLast();
            assertThat(waits.status()).isEqualTo(Fix.Status.AWAITING_APPROVAL);
            assertThat(waits.fixId())
                    .startsWith("fix-")
                    .isEqualTo(waits.provenance().id());
            assertThat(waits.provenance().validUntil()).isEqualTo(bench.now().plusMillis(DAY_MS));

            bench.vote(true, "c-1", "w-1", waits.fixId(), "bob");
            var fixes = bench.fixes();
            assertThat(fixes).extracting(Outputs::step).containsExactly("APPROVED NEEDS_APPROVAL", "COMMANDED MATCHED");
            assertThat(bench.command().fixId()).isEqualTo(waits.fixId());
            assertThat(fixes.getFirst().provenance().causeId()).isEqualTo("c-1");
            var audits = bench.audits();
            assertThat(audits)
                    .filteredOn(a -> a.causeId().equals("c-1"))
                    .hasSize(1)
                    .first()
                    .satisfies(answer -> {
                        assertThat(answer.decision()).isEqualTo("ACCEPTED");
                        assertThat(answer.actor()).isEqualTo("bob");
                        assertThat(answer.evidence())
                                .containsEntry("field", "arguments.id")
                                .containsEntry("value", waits.fixId());
                    });
            assertThat(audits).anyMatch(a -> "bob".equals(a.approver()));
        }
    }

    @Test
    void a_rejected_fix_is_not_done() {
        try (var bench = waiting()) {
            var id = bench.fixes().getLast().fixId();
            bench.vote(false, "c-1", "w-1", id, "bob");
            assertThat(bench.steps()).containsExactly("REJECTED NEEDS_APPROVAL");
            bench.vote(true, "c-2", "w-1", id, "carol");
            bench.pass(2 * DAY_MS);
            assertThat(bench.answers()).containsExactly("ACCEPTED REJECTED", "REFUSED NOT_WAITING");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void what_nobody_approves_is_rejected_after_exactly_a_day() {
        try (var bench = waiting()) {
            bench.pass(DAY_MS - 1);
            assertThat(bench.steps()).endsWith("AWAITING_APPROVAL NEEDS_APPROVAL");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("REJECTED EXPIRED");
        }
    }

    @Test
    void a_repeated_command_is_answered_but_not_carried_out_again() {
        try (var bench = waiting()) {
            var id = bench.fixes().getLast().fixId();
            for (int n = 0; n < 3; n++) {
                bench.vote(true, "c-1", "w-1", id, "bob");
            }
            assertThat(bench.commands()).hasSize(1);
            var answers = bench.audits().stream()
                    .filter(a -> a.id().startsWith("ans-"))
                    .toList();
            assertThat(answers).extracting(a -> a.reason()).containsExactly("APPROVED", "REPEATED", "REPEATED");
            assertThat(answers).extracting(a -> a.id()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest(name = "{0} by {1}: {2}")
    @CsvSource({
        "w-1, autofix-service, SAME_PERSON",
        "w-2, bob, WRONG_SUBJECT",
    })
    void who_may_not_approve_or_names_another_target_is_refused_and_the_fix_still_waits(
            String subject, String actor, String reason) {
        try (var bench = waiting()) {
            var id = bench.fixes().getLast().fixId();
            bench.vote(true, "c-1", subject, id, actor);
            assertThat(bench.answers()).containsExactly("REFUSED " + reason);
            bench.vote(true, "c-2", "w-1", id, "bob");
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void an_unknown_or_missing_id_is_answered() {
        try (var bench = waiting()) {
            bench.vote(true, "c-1", "w-1", "fix-unknown", "bob");
            bench.vote(false, "c-2", "w-1", null, "bob");
            assertThat(bench.answers()).containsExactly("REFUSED NOT_WAITING", "REFUSED NOT_WAITING");
        }
    }

    @Test
    void approved_is_exactly_the_change_that_was_shown() {
        try (var bench = waiting()) {
            var id = bench.fixes().getLast().fixId();
            bench.component("w-1", "{\"memory_mb\":2000}");
            bench.vote(true, "c-1", "w-1", id, "bob");
            assertThat(bench.steps()).containsExactly("APPROVED NEEDS_APPROVAL", "REFUSED PREREQUISITE");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void an_approved_fix_passes_the_later_gates_without_being_asked_for_again() {
        try (var bench = waiting()) {
            var id = bench.fixes().getLast().fixId();
            bench.hold("all", null);
            bench.vote(true, "c-1", "w-1", id, "bob");
            assertThat(bench.steps()).containsExactly("APPROVED NEEDS_APPROVAL", "DEFERRED HELD");
            bench.holdEnds("all");
            bench.pass(5_000);
            assertThat(bench.steps()).containsExactly("COMMANDED MATCHED");
        }
    }

    @Test
    void what_waits_does_not_block_the_target_and_ends_with_its_pattern() {
        try (var bench = waiting()) {
            bench.policy("auto-fix-registry", "{}");
            bench.tick();
            bench.recurs("p-2", "w-1");
            assertThat(bench.commands()).hasSize(1);
            bench.tell(bench.pattern("p-1", 2, "w-1").ended());
            assertThat(bench.steps()).endsWith("EXPIRED RECOVERED");
        }
    }

    private static Bench waiting() {
        var bench = Bench.with("{}", ASKS, PLANE);
        bench.component("w-1", "{\"memory_mb\":512}");
        bench.recurs("p-1", "w-1");
        return bench;
    }
}
