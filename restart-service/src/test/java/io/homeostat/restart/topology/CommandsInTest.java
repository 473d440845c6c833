package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.Will;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators' commands in the stage of the workers: ours go on in order, all others are passed over. */
class CommandsInTest {

    private final WorkersBench bench = new WorkersBench();
    private final String worker = WorkersBench.placedWorker();

    @AfterEach
    void close() {
        bench.close();
    }

    private void command(String subject, OperatorCommand.Type type, @Nullable String arguments) {
        bench.pipe(
                Topics.OPERATOR_COMMANDS,
                subject,
                "{\"commandId\":\"op-1\",\"type\":\"" + type + "\",\"actor\":\"alice\",\"reason\":\"because\""
                        + (arguments == null ? "" : ",\"arguments\":" + arguments) + "}");
    }

    @Test
    void a_command_goes_on_with_what_is_known_of_its_worker() {
        bench.status(worker, WorkerState.ALIVE, "a", WorkerStatus.Reason.FIRST_BEAT);
        command(worker, OperatorCommand.Type.RESTART, "{\"force\":true,\"seconds\":5,\"other\":[1]}");

        assertThat(bench.told()).singleElement().satisfies(input -> {
            var willed = (AdmissionInput.Willed) input;
            assertThat(willed.subject().incarnation()).isEqualTo("a");
            assertThat(willed.causeId()).isEqualTo("operator-commands/0/0");
            assertThat(willed.will())
                    .isEqualTo(new Will(
                            "op-1",
                            OperatorCommand.Type.RESTART,
                            worker,
                            "alice",
                            "because",
                            Map.of("force", "true", "seconds", "5", "other", "[1]")));
        });
    }

    @Test
    void who_is_restarted_by_hand_is_followed_from_then_on() {
        bench.status(worker, WorkerState.ALIVE, "a", WorkerStatus.Reason.FIRST_BEAT);
        command(worker, OperatorCommand.Type.CANCEL_RESTART, null);
        bench.status(worker, WorkerState.ALIVE, "b", WorkerStatus.Reason.NEW_INCARNATION);
        assertThat(bench.told()).hasSize(1);
        command(worker, OperatorCommand.Type.RESTART, null);
        bench.status(worker, WorkerState.ALIVE, "c", WorkerStatus.Reason.NEW_INCARNATION);
        assertThat(bench.told()).last().isInstanceOf(AdmissionInput.Up.class);
    }

    @Test
    void arguments_without_sense_go_on_as_text_so_that_they_can_be_refused() {
        command(worker, OperatorCommand.Type.PAUSE, "{\"seconds\":{\"a\":1},\"until\":null}");
        assertThat(bench.told())
                .singleElement()
                .satisfies(input -> assertThat(
                                ((AdmissionInput.Willed) input).will().arguments())
                        .isEqualTo(Map.of("seconds", "{\"a\":1}")));
    }

    @ParameterizedTest
    @EnumSource(OperatorCommand.Type.class)
    void only_commands_of_ours_go_on(OperatorCommand.Type type) {
        command(worker, type, null);
        boolean ours = type.owner() == OperatorCommand.Owner.RESTART;
        assertThat(bench.told()).hasSize(ours ? 1 : 0);
        assertThat(bench.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rel-1, 1", "fix-1, 0", "ksr-1, 0", "pol-1, 0", "what, 0"})
    void an_approval_is_ours_if_it_names_a_release(String id, int told) {
        command(worker, OperatorCommand.Type.APPROVE, "{\"id\":\"" + id + "\"}");
        command(worker, OperatorCommand.Type.REJECT, "{\"id\":\"" + id + "\"}");
        assertThat(bench.told()).hasSize(2 * told);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "{", "[]", "{\"type\":\"PAUSE\"}", "{\"commandId\":\"1\",\"type\":\"DANCE\"}"})
    void what_cannot_be_parsed_is_passed_over(@Nullable String value) {
        bench.pipe(Topics.OPERATOR_COMMANDS, worker, value);
        assertThat(bench.told()).isEmpty();
        assertThat(bench.deadLetters()).isEmpty();
    }

    @Test
    void a_misplaced_command_goes_to_the_task_of_its_subject() {
        command(WorkersBench.misplacedWorker(), OperatorCommand.Type.PAUSE, null);
        assertThat(bench.told()).isEmpty();
        assertThat(bench.records(Topics.RESTART_REROUTED)).hasSize(1);
    }
}
