package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.cli.provision.Provisioner;
import io.homeostat.common.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, on a real broker, and what comes of it. */
@Timeout(120)
class OperatorIT {

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static AnsweringPlane plane;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.startTemporary(directory);
        var access = KafkaAccess.to(broker.bootstrapServers(), "");
        new Provisioner(access, Clock.systemUTC()).createTopics();
        plane = new AnsweringPlane(access);
    }

    @AfterAll
    static void stop() {
        plane.close();
        broker.close();
    }

    @Test
    void a_command_is_written_and_its_answer_printed() throws Exception {
        plane.next("ans-1", "ACCEPTED", "COMMANDED", Map.of("epoch", 3));
        assertThat(run("kill-switch", "on", "images", "--actor", "anna", "--reason", "bad news"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines()).containsExactly("ACCEPTED (COMMANDED): KILL_SWITCH_ON images", "  epoch: 3");
        var command = requested("images");
        assertThat(command).contains("\"type\":\"KILL_SWITCH_ON\"", "\"actor\":\"anna\"", "\"reason\":\"bad news\"");
    }

    @Test
    void each_command_has_the_arguments_of_its_type() throws Exception {
        plane.next("ans-p", "DONE", "MANUAL", Map.of());
        assertThat(run("pause", "service:images", "--for", "30m", "--reason", "x"))
                .isZero();
        assertThat(requested("service:images")).contains("\"type\":\"PAUSE\"", "\"arguments\":{\"seconds\":1800}");

        plane.next("ans-f", "ACCEPTED", "MANUAL", Map.of());
        assertThat(run("restart", "w-77", "--force", "--reason", "x")).isZero();
        assertThat(requested("w-77")).contains("\"type\":\"RESTART\"", "\"arguments\":{\"force\":true}");

        plane.next("ans-r", "REFUSED", "NO_PREVIOUS_VERSION", Map.of());
        assertThat(run("rollback", "mail", "--promotion", "p-1", "--reason", "x"))
                .isEqualTo(3);
        assertThat(requested("mail")).contains("\"type\":\"ROLLBACK\"", "\"arguments\":{\"promotionId\":\"p-1\"}");
    }

    @Test
    void what_waits_is_approved_by_its_id_alone() throws Exception {
        plane.next("ksr-7", "AWAITING_APPROVAL", "NEEDS_APPROVAL", Map.of());
        assertThat(run("kill-switch", "reset", "billing", "--reason", "x")).isEqualTo(4);
        assertThat(out.toString())
                .contains(
                        "  homeostat approve ksr-7 -b " + broker.bootstrapServers() + " --actor NAME --reason REASON");

        plane.next("ans-a", "ACCEPTED", "APPROVED", Map.of());
        assertThat(run("approve", "ksr-7", "--actor", "ben", "--reason", "y"))
                .as(err.toString())
                .isZero();
        assertThat(requested("\"type\":\"APPROVE\""))
                .contains("\"subject\":\"billing\"", "\"arguments\":{\"id\":\"ksr-7\"}", "\"actor\":\"ben\"");
    }

    @Test
    void a_fix_that_waits_is_found_by_its_id_and_one_that_does_not_exist_is_not() throws Exception {
        plane.write(Topics.FIXES, "type/resizer", utf8("{\"fixId\":\"fix-9\",\"status\":\"AWAITING_APPROVAL\"}"));
        plane.next("ans-j", "ACCEPTED", "REJECTED", Map.of());
        assertThat(run("reject", "fix-9", "--reason", "no")).as(err.toString()).isZero();
        assertThat(requested("fix-9")).contains("\"type\":\"REJECT\"", "\"subject\":\"type/resizer\"");

        assertThat(run("approve", "fix-10", "--reason", "no")).isEqualTo(1);
        assertThat(err.toString()).startsWith("homeostat: nothing waits for approval under 'fix-10'");
    }

    @Test
    void silence_and_a_dead_letter_are_told_apart() throws Exception {
        assertThat(run("resume", "all", "--reason", "x", "--wait", "1")).isEqualTo(5);
        assertThat(out.toString()).startsWith("no answer within 1 s. The request stands at operator-commands/");

        plane.nextIsDeadLetter("field 'x': is wrong");
        assertThat(run("resume", "type:a", "--reason", "x")).isEqualTo(3);
        assertThat(out.toString()).contains("REFUSED (UNREADABLE) by test: field 'x': is wrong");
    }

    @Test
    void a_policy_is_asked_for_by_its_file_and_answered_by_its_coordinates() throws Exception {
        var file = Files.writeString(
                directory.resolve("heartbeat-policy@type=gpu.json"), "{\"heartbeat_timeout_seconds\":90}");
        plane.next("ans-q", "ACCEPTED", "COMMANDED", Map.of("version", "4"));
        assertThat(run("policy", "set", file.toString(), "--reason", "slow start", "--json"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines()).singleElement().asString().contains("\"id\":\"ans-q\"", "\"version\":\"4\"");
        assertThat(requested("slow start"))
                .contains(
                        "\"name\":\"heartbeat-policy\"", "\"scope\":\"type:gpu\"", "{\"heartbeat_timeout_seconds\":90}")
                .doesNotContain("\"version\"");
    }

    @Test
    void a_policy_goes_back_to_what_was_in_force_before() throws Exception {
        assertThat(run("policy", "show", "plane-policy")).isZero();
        assertThat(out.toString()).startsWith("plane-policy: built-in defaults");
        plane.write(Topics.POLICIES, "plane-policy", document("1", "{\"tick_ms\":400}"));
        plane.write(Topics.POLICIES, "plane-policy", document("2", "{\"tick_ms\":300}"));
        plane.write(Topics.POLICIES, "plane-policy/type:x", document("9", "{\"tick_ms\":200}"));

        assertThat(run("policy", "show", "plane-policy", "--content")).isZero();
        assertThat(out.toString()).contains("\"tick_ms\" : 300");

        plane.next("ans-b", "ACCEPTED", "COMMANDED", Map.of());
        assertThat(run("policy", "rollback", "plane-policy", "--reason", "back"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("asking for plane-policy as in version 1 by anna: why");
        assertThat(requested("back")).contains("\"version\":\"1\"", "{\"tick_ms\":400}");
    }

    @Test
    void views_show_the_judgement_path() throws Exception {
        plane.write(
                Topics.ROLLBACKS,
                "web",
                utf8("{\"promotionId\":\"p-5\",\"service\":\"web\",\"version\":\"2\","
                        + "\"type\":\"MONITORING\",\"status\":\"MONITORING_STARTED\",\"reason\":\"PROMOTED\"}"));
        plane.write(
                Topics.ROLLBACKS,
                "web",
                utf8("{\"promotionId\":\"p-5\",\"service\":\"web\",\"version\":\"2\","
                        + "\"type\":\"CHECK\",\"decision\":\"HEALTHY\",\"reason\":\"NO_TROUBLE\"}"));
        plane.write(
                Topics.KILL_SWITCH, "web", utf8("{\"scope\":\"web\",\"epoch\":1,\"disableNew\":true,\"value\":\"1\"}"));
        for (var view : List.of("patterns", "fixes", "incidents", "flags", "policies", "holds", "kill-switch")) {
            assertThat(run("get", view)).as(view).isZero();
        }
        assertThat(run("get", "promotions", "p-5")).isZero();
        assertThat(out.toString()).contains("MONITORING_STARTED  HEALTHY   1       NO_TROUBLE");
        assertThat(run("kill-switch", "status")).isZero();
        assertThat(out.toString()).containsPattern("web +ON +1 ");
    }

    @Test
    void why_leads_from_a_command_to_its_answer() throws Exception {
        plane.next("ans-w", "ACCEPTED", "MANUAL", Map.of());
        assertThat(run("resume", "worker:w-why", "--actor", "anna", "--reason", "well again", "--json"))
                .isZero();
        var answer = out.toString();
        var commandId = answer.substring(answer.indexOf("\"causeId\":\"") + 11).substring(0, 36);
        assertThat(run("why", commandId)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("operator-commands  worker:w-why  RESUME by anna: well again")
                .contains("└ ")
                .contains("audit  worker:w-why  RESUME ACCEPTED (MANUAL)");
    }

    @Test
    void why_names_what_it_did_not_read() throws Exception {
        for (int n = 0; n < 2; n++) {
            plane.next("ans-old-" + n, "ACCEPTED", "MANUAL", Map.of());
            assertThat(run("resume", "worker:w-old", "--actor", "anna", "--reason", "well again"))
                    .isZero();
        }
        assertThat(run("why", "no-such-id", "--last", "1")).isOne();
        assertThat(err.toString())
                .containsPattern(
                        "nothing is known of 'no-such-id'.*older records were not read.*operator-commands [1-9]");
    }

    /** The request that contains a text; others are those of earlier tests. */
    private String requested(String text) throws InterruptedException {
        while (true) {
            var request = plane.request().toString();
            if (request.contains(text)) {
                return request;
            }
        }
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-b", broker.bootstrapServers()));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Homeostat.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static byte[] document(String version, String policy) {
        return utf8("{\"name\":\"plane-policy\",\"version\":\"" + version + "\",\"actor\":\"anna\",\"reason\":\"why\","
                + "\"policy\":" + policy + "}");
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
