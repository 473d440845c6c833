package io.homeostat.cli.operator;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.common.contract.OperatorCommand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTextTest {

    private static final KafkaAccess HERE = KafkaAccess.to("localhost:9092", "");

    @Test
    void a_refusal_says_why_with_its_evidence() {
        assertThat(text(
                        answer("{'decision':'REFUSED','reason':'TOO_SOON','action':'KILL_SWITCH_RESET',"
                                + "'subject':'global','evidence':{'remainingSeconds':512,'origin':'o/1/2'}}"),
                        HERE))
                .containsExactly(
                        "REFUSED (TOO_SOON): KILL_SWITCH_RESET global", "  remainingSeconds: 512", "  origin: o/1/2");
    }

    @Test
    void every_problem_of_a_policy_is_a_line() {
        assertThat(text(
                        answer("{'decision':'REFUSED','reason':'INVALID_POLICY','action':'POLICY_REQUEST',"
                                + "'subject':'p','evidence':{'problems':['a: is wrong','b: is {\\u001b[2J}']}}"),
                        HERE))
                .containsExactly(
                        "REFUSED (INVALID_POLICY): POLICY_REQUEST p",
                        "  problems: a: is wrong",
                        "  problems: b: is {·[2J}");
    }

    @Test
    void what_waits_names_the_command_that_a_second_person_types() {
        var waits = answer("{'id':'pol-7','decision':'AWAITING_APPROVAL','reason':'CAP_LOOSENED',"
                + "'action':'POLICY_REQUEST','subject':'plane-policy'}");
        assertThat(text(waits, HERE))
                .containsExactly(
                        "AWAITING_APPROVAL (CAP_LOOSENED): POLICY_REQUEST plane-policy",
                        "It waits for a second person, who types:",
                        "  homeostat approve pol-7 --actor NAME --reason REASON");
        assertThat(text(waits, KafkaAccess.to("kafka:9092", "blue.")).getLast())
                .isEqualTo("  homeostat approve pol-7 -b kafka:9092 --prefix blue. --actor NAME --reason REASON");
    }

    @Test
    void what_is_to_be_typed_cannot_be_anything_else_than_an_id() {
        var hostile = answer("{'id':'x; rm -rf ~ \\'$(id)','decision':'AWAITING_APPROVAL'}".replace("\\'", "\u2019"));
        assertThat(text(hostile, HERE).getLast())
                .isEqualTo("  homeostat approve 'x; rm -rf ~ \u2019$(id)' --actor NAME --reason REASON");
    }

    @Test
    void silence_says_where_the_request_stands_and_how_to_look_later() {
        var command = Request.command(OperatorCommand.Type.PAUSE, "all", "anna", "x", Map.of());
        var lines = ReplyText.of(new Counter.Settled(command, "operator-commands/3/17", new Reply.Silence(10)), HERE);
        assertThat(lines.getFirst())
                .startsWith("no answer within 10 s. The request stands at operator-commands/3/17 and is carried out");
        assertThat(lines.getLast()).isEqualTo("  homeostat why " + command.commandId());
    }

    @Test
    void a_dead_letter_is_a_refusal_with_its_reason() {
        var letter = record("dead-letters", 0, "k", 0, "{'service':'rollback-service','error':'field x: is wrong'}");
        assertThat(text(new Reply.Unreadable(letter.value()), HERE))
                .containsExactly("REFUSED (UNREADABLE) by rollback-service: field x: is wrong");
    }

    private static Reply answer(String json) {
        JsonNode value = record("audit", 0, "k", 0, json).value();
        return new Reply.Answered(value);
    }

    private static List<String> text(Reply reply, KafkaAccess access) {
        var command = Request.command(OperatorCommand.Type.PAUSE, "all", "anna", "x", Map.of());
        return ReplyText.of(new Counter.Settled(command, "operator-commands/0/0", reply), access);
    }
}
