package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import io.homeostat.common.topics.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Crashes of what finds, fixes and judges, in the middle of it: every decision is made once, and every command is given once. */
abstract class JudgementsInContainers extends PlaneInContainers {

    private static final String HUNGRY = "hungry-1";
    private static final String HUNGRY_TYPE = "hungry";
    private static final String SETTINGS = ComposedPlane.AGENT_VOLUME + "/hungry.json";
    private static final String MEASURED = "measured";
    private static final String JUDGED = "judged";

    @BeforeAll
    void startPromoted() throws InterruptedException {
        startWorkers("2.0", List.of(MEASURED, JUDGED));
    }

    @Test
    @Order(1)
    void what_recurs_is_counted_and_fixed_once_although_who_counts_and_who_fixes_crash() throws Exception {
        plane().within("agent", "echo '{\"memory_mb\":32,\"batch\":100}' > " + SETTINGS);
        declareHungry();
        var counts = plane().startedAt("pattern-service");
        var fixes = plane().startedAt("autofix-service");
        int mark = mark();
        fail(1, 3);
        await(mark, "the pattern", "fixes", HUNGRY, "status", "REFUSED");
        fail(4, 5);
        crashService("pattern-service");
        fail(6, 9);
        await(mark, "the middle of the fix", "fixes", HUNGRY, "status", "COMMANDED");
        crashService("autofix-service");
        await(mark, "the end of the fix", "fixes", HUNGRY, "status", "APPLIED");
        plane().awaitHealthy("pattern-service", counts);
        plane().awaitHealthy("autofix-service", fixes);

        judge(mark, fixed(), Expectation.of(HUNGRY_TYPE).with("failure-patterns", patterns()));
        assertThat(plane().within("agent", "cat " + SETTINGS).replace(" ", ""))
                .isEqualToIgnoringNewLines("{\"memory_mb\":48,\"batch\":100}");
        everyOccurrenceCountsOnce(mark);
    }

    private static Expectation fixed() {
        var failures = new String[9];
        Arrays.fill(failures, "OUT_OF_MEMORY");
        return Expectation.of(HUNGRY)
                .with("failures", failures)
                .with("worker-status", "FAILED/CRASHED")
                .with("restarts", "REFUSED#0") // nobody wants it to run
                .with(
                        "fixes",
                        "PROPOSED/MATCHED",
                        "REFUSED/LOW_CONFIDENCE",
                        "PROPOSED/MATCHED",
                        "REFUSED/LOW_CONFIDENCE",
                        "PROPOSED/MATCHED",
                        "COMMANDED/MATCHED",
                        "APPLIED/MATCHED")
                .with("fix-commands", "increase_memory@1")
                .with("fix-results", "ACCEPTED", "SUCCEEDED");
    }

    private static String[] patterns() {
        return new String[] {"out_of_memory ACTIVE 0.33", "out_of_memory ACTIVE 0.67", "out_of_memory ACTIVE 1.00"};
    }

    /** Of nine failures the third, the sixth and the ninth reach a threshold: with one lost or doubled it were others. */
    private void everyOccurrenceCountsOnce(int mark) {
        assertThat(plane().ledger().since(mark))
                .filteredOn(record -> record.topic().equals("failure-patterns"))
                .extracting(record -> record.value().path("occurrences").asInt() + " "
                        + record.value().path("examples").path(0).asText())
                .containsExactly("3 hungry-1-3", "6 hungry-1-6", "9 hungry-1-9");
    }

    @Test
    @Order(2)
    void a_promotion_is_rolled_back_once_although_who_measures_crashes() throws Exception {
        var before = plane().startedAt("pattern-service");
        int mark = mark();
        promote(MEASURED);
        await(mark, "the judgement", "rollbacks", MEASURED, "status", "MONITORING_STARTED");
        crashService("pattern-service");
        await(mark, "the end of the session", "rollbacks", MEASURED, "status", "ROLLED_BACK");
        plane().awaitHealthy("pattern-service", before);
        judge(mark, rolledBack(MEASURED));
        assertThat(plane().imageOf(MEASURED)).isEqualTo(ComposedPlane.image("1.0"));
    }

    @Test
    @Order(3)
    void a_promotion_is_rolled_back_once_although_its_judge_crashes_before_and_after_the_verdict() throws Exception {
        var before = plane().startedAt("rollback-service");
        int mark = mark();
        promote(JUDGED);
        await(mark, "the judgement", "rollbacks", JUDGED, "status", "MONITORING_STARTED");
        crashService("rollback-service");
        await(mark, "the verdict", "rollbacks", JUDGED, "status", "COMMANDED");
        var between = plane().startedAt("rollback-service");
        assertThat(between).as("crashed before the verdict").isNotEqualTo(before);
        crashService("rollback-service");
        await(mark, "the end of the session", "rollbacks", JUDGED, "status", "ROLLED_BACK");
        plane().awaitHealthy("rollback-service", between);
        judge(mark, rolledBack(JUDGED));
        assertThat(plane().imageOf(JUDGED)).isEqualTo(ComposedPlane.image("1.0"));
    }

    private static Expectation rolledBack(String service) {
        return Expectation.of(service)
                .with(
                        "rollbacks",
                        "MONITORING MONITORING_STARTED",
                        "ROLLBACK COMMANDED",
                        "ROLLBACK SUCCEEDED",
                        "MONITORING ROLLED_BACK")
                .with("rollback-commands", "1.0@1")
                .with("rollback-results", "ACCEPTED", "ACCEPTED", "SUCCEEDED")
                .whatever("worker-status") // its worker bears the same name, and is restarted
                .whatever("failures"); // what is not measured is told; no data is not a crash
    }

    /** A component that nobody runs: only its settings matter here. */
    private void declareHungry() {
        plane().declare(
                        HUNGRY,
                        HUNGRY_TYPE,
                        Map.of(
                                "desired",
                                "STOPPED",
                                "parameters",
                                Map.of("settings", Map.of("memory_mb", 32, "batch", 100), "settingsFile", SETTINGS)));
    }

    private void fail(int from, int to) {
        for (int n = from; n <= to; n++) {
            plane().fleet()
                    .send(
                            Topics.FAILURES,
                            HUNGRY,
                            Map.of(
                                    "workerId",
                                    HUNGRY,
                                    "workerType",
                                    HUNGRY_TYPE,
                                    "service",
                                    HUNGRY_TYPE,
                                    "kind",
                                    "OUT_OF_MEMORY",
                                    "failureId",
                                    HUNGRY + "-" + n));
        }
    }
}
