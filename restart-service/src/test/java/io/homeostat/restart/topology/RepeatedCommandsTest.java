package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.OperatorCommand.Type.PAUSE;
import static io.homeostat.common.contract.OperatorCommand.Type.RESTART;
import static io.homeostat.common.contract.OperatorCommand.Type.RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Will;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A command is carried out once, however often it is given. */
class RepeatedCommandsTest {

    private static final String WIDE = "\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}";
    private static final String AT_ONCE = "{" + WIDE + "}";

    private static Subject alive(String worker) {
        return Bench.subject(worker, null, "a", WorkerState.ALIVE);
    }

    @Test
    void a_repeated_command_is_answered_once_more_and_not_carried_out_again() {
        try (var bench = Bench.with(AT_ONCE)) {
            var will = new Will("op-x", RESTART, "w-1", "bob", "because", Map.of());
            bench.will(will, alive("w-1"));
            var restart = bench.command();
            bench.answer(restart, SUCCEEDED);
            bench.up("w-1", restart.commandId());
            bench.will(will, alive("w-1"));
            bench.will(will, alive("w-1"));
            bench.will(new Will("op-x", PAUSE, "all", "eve", "because", Map.of()), Bench.stranger("all"));

            assertThat(bench.commands()).isEmpty();
            assertThat(bench.holds()).isEmpty();
            var audits = bench.audits();
            assertThat(AuditChain.firstBroken(audits)).isNull();
            assertThat(audits)
                    .filteredOn(audit -> audit.causeId().equals("op-x"))
                    .extracting(Outputs::said)
                    .containsExactly("ACCEPTED MANUAL", "REFUSED REPEATED");
            assertThat(audits).extracting(audit -> audit.id()).doesNotHaveDuplicates();
        }
    }

    @Test
    void the_id_of_a_request_is_not_a_commands_too() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.request(alive("w-1"), "op-x");
            bench.audits();
            bench.will(new Will("op-x", RESTART, "w-1", "bob", "because", Map.of()), alive("w-1"));
            assertThat(Outputs.said(bench.answer())).isEqualTo("REFUSED REPEATED");
        }
    }

    @Test
    void old_commands_are_forgotten_one_by_one() {
        try (var bench = Bench.with(AT_ONCE)) {
            for (int n = 0; n <= CommandMemory.IDS_MAX; n++) {
                bench.will(new Will("op-" + n, RESUME, "all", "bob", "because", Map.of()), Bench.stranger("all"));
            }
            bench.audits();
            bench.will(new Will("op-1", RESUME, "all", "bob", "because", Map.of()), Bench.stranger("all"));
            bench.will(new Will("op-0", RESUME, "all", "bob", "because", Map.of()), Bench.stranger("all"));
            assertThat(bench.answers())
                    .extracting(Outputs::said)
                    .containsExactly("REFUSED REPEATED", "REFUSED NOT_HELD");
        }
    }
}
