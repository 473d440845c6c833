package io.homeostat.cli.operator;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.view.Described;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

    private static final String HERE = "policy-requests/0/7";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "ACCEPTED, 0",
        "DONE, 0",
        "APPROVED, 0",
        "REFUSED, 3",
        "AWAITING_APPROVAL, 4",
    })
    void the_exit_code_tells_the_decision(String decision, int code) {
        var reply = reply(audit("anna", "cmd-1", decision), "cmd-1");
        assertThat(reply).isNotNull();
        assertThat(reply == null ? -1 : reply.exitCode()).isEqualTo(code);
    }

    @Test
    void silence_and_a_dead_letter_have_codes_of_their_own() {
        assertThat(new Reply.Silence(10).exitCode()).isEqualTo(5);
        var letter = record("dead-letters", 1, "k", 1, "{'topic':'policy-requests','partition':0,'offset':7}");
        var reply = reply(letter, HERE);
        assertThat(reply).isInstanceOf(Reply.Unreadable.class);
        assertThat(reply == null ? -1 : reply.exitCode()).isEqualTo(3);
    }

    @Test
    void only_the_answer_to_this_request_counts() {
        assertThat(reply(audit("anna", "cmd-2", "ACCEPTED"), "cmd-1"))
                .as("another command")
                .isNull();
        assertThat(reply(record("restarts", 1, "w", 1, "{'actor':'anna','causeId':'cmd-1'}"), "cmd-1"))
                .as("another topic")
                .isNull();
        assertThat(reply(record("audit", 1, "w", 1, "nonsense"), "cmd-1")).isNull();
        for (var other : new String[] {"'partition':0,'offset':8", "'partition':1,'offset':7"}) {
            assertThat(reply(record("dead-letters", 1, "k", 1, "{'topic':'policy-requests'," + other + "}"), HERE))
                    .as(other)
                    .isNull();
        }
    }

    @Test
    void what_else_a_request_causes_is_said_in_a_services_name_and_is_no_answer() {
        var note = record(
                "audit",
                1,
                "plane-policy",
                1,
                "{'actor':'rollback-service','causeId':'" + HERE + "','decision':'WITHDRAWN','reason':'SUPERSEDED'}");
        assertThat(reply(note, HERE)).isNull();
        assertThat(reply(audit("anna", HERE, "ACCEPTED"), HERE)).isNotNull();
    }

    private static @org.jspecify.annotations.Nullable Reply reply(Described record, String cause) {
        return Reply.in(record, "anna", cause, HERE).orElse(null);
    }

    private static Described audit(String actor, String cause, String decision) {
        return record(
                "audit",
                1,
                "global",
                1,
                "{'actor':'" + actor + "','causeId':'" + cause + "','decision':'" + decision + "'}");
    }
}
