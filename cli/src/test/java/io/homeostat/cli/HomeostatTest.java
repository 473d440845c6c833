package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeostatTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void an_unknown_view_is_wrong_usage_and_names_the_known_ones() {
        assertThat(run("get", "wokers")).isEqualTo(2);
        assertThat(err.toString()).contains("'wokers' is none of [workers, restarts, breakers");
    }

    @Test
    void an_absent_broker_is_one_line_and_no_stack_trace() {
        assertThat(run("get", "workers", "-b", "127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("homeostat: no answer from the broker at 127.0.0.1:1"));
    }

    @Test
    void a_wrong_option_of_a_simulation_is_wrong_usage() {
        assertThat(run("simulate", "--agent", "maybe", "x.jsonl")).isEqualTo(2);
        assertThat(run("simulate", "--until", "noon", "x.jsonl")).isEqualTo(2);
        assertThat(run("simulate", "--topics", "restart", "x.jsonl")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "'maybe' is none of succeed, fail, none, recorded",
                        "'noon' is no instant like",
                        "'restart' is no topic of the plane");
    }

    @Test
    void the_catalogue_is_shown_without_a_broker() {
        assertThat(run("topics")).isZero();
        assertThat(out.toString()).contains("worker-status", "cleanup.policy=compact");
    }

    @Test
    void a_table_is_as_wide_as_its_cells_and_cuts_what_is_too_long() {
        var table = new TextTable(List.of("a", "long header"));
        table.add(List.of("x".repeat(80), "1"));
        assertThat(table.lines()).containsExactly("A" + " ".repeat(73) + "LONG HEADER", "x".repeat(71) + "…  1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kill-switch on global                           | Missing required option: '--reason=TEXT'",
                "approve pol-1                                   | Missing required option: '--reason=TEXT'",
                "restart                                         | Missing required options and parameters",
                "pause all --reason x --for 30                   | --for 30: a time is a number above 0 and a unit",
                "pause ~all --reason x                           | field 'key': ~all is no worker id",
                "resume all --actor --reason x                   | Expected parameter for option '--actor'",
                "policy set - --reason x                         | standard input has no name: give --name",
                "kill-switch off global --reason x               | Unmatched arguments",
            })
    void wrong_usage_is_said_before_anything_is_asked(String line, String message) {
        var arguments = new ArrayList<>(List.of(line.split(" +", -1)));
        arguments.addAll(List.of("-b", "127.0.0.1:1"));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void a_policy_that_does_not_exist_is_named_beside_those_that_do() {
        assertThat(run("policy", "show", "plan-policy", "-b", "127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("homeostat: 'plan-policy' is no policy; there are [");
    }

    @Test
    void groups_of_commands_without_a_command_show_what_there_is() {
        assertThat(run("kill-switch")).isZero();
        assertThat(run("policy")).isZero();
        assertThat(out.toString()).contains("status", "rollback");
    }

    private int run(String... arguments) {
        return Homeostat.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
