package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.DemoComponent;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promotions, fixes, the kill switch and policies while processes of the plane are killed in the middle: one rollback, one
 * patch, one switch, and the last good policy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration TOO_MANY = Duration.ofSeconds(3);
    private static final Duration FAIL_OVER = Duration.ofSeconds(15);
    private static final int FAILURES_UNTIL_FIX = 9;

    private Path directory;
    private PlaneProcesses plane;

    @BeforeAll
    void start() throws IOException {
        directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "judge-");
        plane = new PlaneProcesses(
                directory,
                Path.of("src", "test", "resources", "policies"),
                List.of(
                        "heartbeat-service",
                        "restart-service",
                        "pattern-service",
                        "autofix-service",
                        "rollback-service",
                        "agent"));
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    @ParameterizedTest(name = "{0} is killed when {1} says {2}")
    @CsvSource({
        "pattern-service, rollbacks, MONITORING_STARTED",
        "rollback-service, rollbacks, MONITORING_STARTED",
        "rollback-service, rollbacks, COMMANDED",
        "agent, rollback-results, ACCEPTED"
    })
    void a_bad_promotion_is_rolled_back_once_whoever_is_killed(String service, String topic, String status)
            throws Exception {
        var shop = "shop-" + service + "-" + status;
        var worker = shop + "-1";
        plane.fleet()
                .declare(DemoComponent.of(worker, shop)
                        .withNext("--failing-percent=50")
                        .at(DemoComponent.NEXT_VERSION));
        plane.await(0, "the first beat", LIMIT, "worker-status", worker, "state", "ALIVE");
        int mark = plane.ledger().size();
        promote(shop);
        plane.await(mark, "the middle of the judgement", LIMIT, topic, shop, "status", status);
        plane.service(service).killAndRestart();
        plane.await(mark, "the end of the session", LIMIT, "rollbacks", shop, "status", "ROLLED_BACK");
        plane.ledger().await(mark, TOO_MANY, () -> false, _ -> false);

        assertThat(count(mark, "rollback-commands", shop, _ -> true)).isEqualTo(1);
        assertThat(count(mark, "rollbacks", shop, says("status", "COMMANDED"))).isEqualTo(1);
        assertThat(count(mark, "rollbacks", shop, says("status", "ROLLED_BACK")))
                .isEqualTo(1);
        assertThat(lines(worker)).singleElement().asString().doesNotContain("--failing-percent");
        if (!service.equals("agent")) { // a worker of the demo ends with its parent: that is a crash
            assertThat(count(mark, "failures", worker, says("kind", "CRASH"))).isZero();
        }
        assertThat(deadLetters(mark)).isEmpty();
    }

    @ParameterizedTest(name = "{0} is killed when {1} says {2}")
    @CsvSource({"autofix-service, fixes, COMMANDED", "agent, fix-results, ACCEPTED", "pattern-service, fixes, REFUSED"})
    void a_setting_is_patched_once_whoever_is_killed(String service, String topic, String status) throws Exception {
        var type = "type-" + service;
        var worker = type + "-1";
        var file = directory.resolve(worker + ".json");
        Files.writeString(file, "{\"memory_mb\":32,\"batch\":100}");
        declareStopped(worker, type, file);
        int mark = plane.ledger().size();
        boolean refusedFirst = status.equals("REFUSED");
        fail(worker, type, 1, refusedFirst ? 3 : FAILURES_UNTIL_FIX);
        plane.await(mark, "the middle of the fix", LIMIT, topic, worker, "status", status);
        plane.service(service).killAndRestart();
        if (refusedFirst) {
            fail(worker, type, 4, FAILURES_UNTIL_FIX);
        }
        plane.await(mark, "the end of the fix", LIMIT, "fixes", worker, "status", "APPLIED");
        plane.ledger().await(mark, TOO_MANY, () -> false, _ -> false);

        assertThat(Files.readString(file).replace(" ", ""))
                .contains("\"memory_mb\":48")
                .contains("\"batch\":100");
        assertThat(count(mark, "fix-commands", worker, _ -> true)).isEqualTo(1);
        assertThat(deadLetters(mark)).isEmpty();
    }

    @ParameterizedTest(name = "rollback-service is killed after the check {0}")
    @CsvSource({"first", "second"})
    void the_kill_switch_goes_on_once_although_its_writer_is_killed(String checkId) throws Exception {
        var service = "switched-" + checkId;
        int mark = plane.ledger().size();
        promote(service);
        plane.await(mark, "the session", LIMIT, "rollbacks", service, "status", "MONITORING_STARTED");
        check(service, "first");
        if (checkId.equals("first")) {
            plane.service("rollback-service").killAndRestart();
            check(service, "second");
        } else {
            check(service, "second");
            plane.service("rollback-service").killAndRestart();
        }
        long killed = System.nanoTime();
        long on = plane.await(mark, "the switch", LIMIT, "kill-switch", service, "value", "1");
        plane.ledger().await(mark, TOO_MANY, () -> false, _ -> false);

        assertThat(Duration.ofNanos(on - killed)).isLessThan(FAIL_OVER);
        assertThat(count(mark, "kill-switch", service, _ -> true)).isEqualTo(1);
        assertThat(count(mark, "kill-switch", service, says("epoch", "1"))).isEqualTo(1);
        assertThat(count(mark, "rollbacks", service, says("decision", "ESCALATE")))
                .isEqualTo(1);
        assertThat(deadLetters(mark)).isEmpty();
    }

    @Test
    void after_a_bad_request_and_a_restart_of_everything_the_last_good_policy_is_in_force() throws Exception {
        var key = "worker-restart-policy/type:careful";
        int mark = plane.ledger().size();
        request(key, "type:careful", Map.of("max_retries", 2));
        plane.await(mark, "the answer", LIMIT, "audit", key, "decision", "ACCEPTED");
        request(key, "type:careful", Map.of("max_retrys", 1));
        plane.await(mark, "the refusal", LIMIT, "audit", key, "decision", "REFUSED");
        assertThat(plane.ledger().since(mark))
                .filteredOn(
                        record -> record.topic().equals("audit") && record.key().equals(key))
                .anyMatch(record -> record.value().toString().contains("did you mean 'max_retries'"));

        plane.services().forEach(ServiceProcess::kill);
        plane.services().forEach(ServiceProcess::restart);
        plane.services().forEach(ServiceProcess::awaitReady);

        assertThat(count(mark, "policies", key, _ -> true)).isEqualTo(1);
        plane.fleet().declare(DemoComponent.of("careful-1", "careful"));
        plane.await(mark, "the first beat", LIMIT, "worker-status", "careful-1", "state", "ALIVE");
        plane.fleet().kill(plane.fleet().liveProcess("careful-1"));
        plane.await(mark, "the heal", LIMIT, "restarts", "careful-1", "status", "SUCCEEDED");
        assertThat(count(mark, "restarts", "careful-1", says("maxAttempts", "2")))
                .isPositive();
    }

    private void promote(String service) {
        plane.fleet()
                .send(
                        Topics.PROMOTIONS,
                        service,
                        Map.of("promotionId", "p-" + service, "version", "2.0", "previousVersion", "1.0"));
    }

    private void check(String service, String checkId) {
        plane.fleet().send(Topics.HEALTH_CHECKS, service, Map.of("checkId", service + checkId, "ok", false));
    }

    private void request(String key, String scope, Map<String, ?> policy) {
        plane.fleet()
                .send(
                        Topics.POLICY_REQUESTS,
                        key,
                        Map.of(
                                "name",
                                "worker-restart-policy",
                                "scope",
                                scope,
                                "actor",
                                "alice",
                                "reason",
                                "careful",
                                "policy",
                                policy));
    }

    /** A component that nobody runs: only its settings matter here. */
    private void declareStopped(String worker, String type, Path file) {
        plane.fleet()
                .send(
                        Topics.COMPONENTS,
                        worker,
                        Map.of(
                                "subject",
                                worker,
                                "agent",
                                "local",
                                "executor",
                                "process",
                                "workerType",
                                type,
                                "service",
                                type,
                                "desired",
                                "STOPPED",
                                "parameters",
                                Map.of(
                                        "settings",
                                        Map.of("memory_mb", 32, "batch", 100),
                                        "settingsFile",
                                        file.toString())));
    }

    private void fail(String worker, String type, int from, int to) {
        for (int n = from; n <= to; n++) {
            plane.fleet()
                    .send(
                            Topics.FAILURES,
                            worker,
                            Map.of(
                                    "workerId",
                                    worker,
                                    "workerType",
                                    type,
                                    "service",
                                    type,
                                    "kind",
                                    "OUT_OF_MEMORY",
                                    "failureId",
                                    worker + "-" + n));
        }
    }

    private static Predicate<Described> says(String field, String value) {
        return record -> record.value().path(field).asText().equals(value);
    }

    private long count(int mark, String topic, String key, Predicate<Described> wanted) {
        return plane.ledger().since(mark).stream()
                .filter(record -> record.topic().equals(topic) && record.key().equals(key))
                .filter(wanted)
                .count();
    }

    private List<Described> deadLetters(int mark) {
        return plane.ledger().since(mark).stream()
                .filter(record -> record.topic().equals("dead-letters"))
                .toList();
    }

    private List<String> lines(String worker) {
        return plane.fleet()
                .processes()
                .map(process -> String.join(" ", process.info().arguments().orElse(new String[0])))
                .filter(line -> line.contains("--name=" + worker))
                .toList();
    }
}
