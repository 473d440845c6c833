package io.homeostat.cli.demo;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.view.Described;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    private static final Expectation HEALED = Expectation.of("w-1")
            .with("worker-status", "FAILED/CRASHED", "ALIVE/NEW_INCARNATION")
            .with("restart-commands", "START@1");

    private static final Described FAILED =
            record("worker-status", 0, "w-1", 0, "{'state':'FAILED','reason':'CRASHED'}");
    private static final Described ALIVE =
            record("worker-status", 1, "w-1", 1, "{'state':'ALIVE','reason':'NEW_INCARNATION'}");
    private static final Described START = record("restart-commands", 0, "w-1", 0, "{'action':'START','generation':1}");

    @Test
    void exactly_the_expected_records_pass_whatever_happens_to_others() {
        assertThat(HEALED.differences(
                        List.of(FAILED, START, ALIVE, record("restarts", 0, "w-2", 0, "{'status':'FAILED'}"))))
                .isEmpty();
    }

    @Test
    void a_missing_record_fails() {
        assertThat(HEALED.differences(List.of(FAILED, START)))
                .containsExactly(
                        "w-1 on worker-status: expected [FAILED/CRASHED, ALIVE/NEW_INCARNATION], found [FAILED/CRASHED]");
    }

    @Test
    void a_second_command_fails() {
        var second = record("restart-commands", 1, "w-1", 0, "{'action':'START','generation':2}");
        assertThat(HEALED.differences(List.of(FAILED, START, second, ALIVE)))
                .containsExactly("w-1 on restart-commands: expected [START@1], found [START@1, START@2]");
    }

    @Test
    void a_record_on_a_topic_that_should_be_silent_fails() {
        assertThat(Expectation.of("w-3").differences(List.of(record("failures", 0, "w-3", 0, "{'kind':'ZOMBIE'}"))))
                .containsExactly("w-3 on failures: expected [], found [ZOMBIE]");
    }

    @Test
    void the_wrong_order_fails() {
        assertThat(HEALED.differences(List.of(ALIVE, FAILED, START))).hasSize(1);
    }

    @Test
    void a_pattern_is_about_its_worker_type_as_its_key_is_a_hash() {
        var pattern = record(
                "failure-patterns",
                0,
                "pat-x",
                0,
                "{'workerType':'importer','type':'out_of_memory','status':'ACTIVE','confidence':0.33}");
        assertThat(Expectation.subject(pattern)).isEqualTo("importer");
        assertThat(Expectation.of("importer")
                        .with("failure-patterns", "out_of_memory ACTIVE 0.33")
                        .differences(List.of(pattern)))
                .isEmpty();
    }

    @Test
    void the_number_of_checks_is_not_judged_but_everything_else_of_a_rollback_is() {
        var check = record("rollbacks", 0, "checkout", 0, "{'type':'CHECK','decision':'HEALTHY'}");
        var command = record("rollbacks", 1, "checkout", 0, "{'type':'ROLLBACK','status':'COMMANDED'}");
        assertThat(Expectation.of("checkout").differences(List.of(check))).isEmpty();
        assertThat(Expectation.of("checkout").differences(List.of(check, command)))
                .containsExactly("checkout on rollbacks: expected [], found [ROLLBACK COMMANDED]");
    }
}
