package io.homeostat.cli.view;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CauseTreeTest {

    private static final List<Described> HEAL = List.of(
            record("failures", 7, "w-1", 1, "{'failureId':'flr-1','kind':'CRASH','exitCode':137}"),
            record(
                    "worker-status",
                    3,
                    "w-1",
                    2,
                    "{'id':'sts-1','causeId':'failures/0/7','incidentId':'inc-1','state':'FAILED','reason':'CRASHED'}"),
            record(
                    "restarts",
                    1,
                    "w-1",
                    3,
                    "{'id':'r-1','restartId':'rst-1','causeId':'sts-1','incidentId':'inc-1','status':'SCHEDULED'}"),
            record(
                    "restart-commands",
                    1,
                    "w-1",
                    4,
                    "{'id':'x-1','commandId':'cmd-1','causeId':'r-1','incidentId':'inc-1','action':'START'}"),
            record("restart-results", 1, "w-1", 5, "{'commandId':'cmd-1','status':'SUCCEEDED','agent':'a'}"),
            record(
                    "worker-status",
                    4,
                    "w-1",
                    6,
                    "{'id':'sts-2','causeId':'heartbeats/0/99','incidentId':'inc-1','state':'ALIVE'}"),
            record(
                    "restarts",
                    2,
                    "w-1",
                    7,
                    "{'id':'r-2','restartId':'rst-1','causeId':'sts-2','incidentId':'inc-1','status':'SUCCEEDED'}"),
            record("worker-status", 9, "w-2", 8, "{'id':'sts-9','causeId':'heartbeats/0/5','state':'ALIVE'}"));

    @Test
    void a_workers_last_trouble_is_one_tree_from_the_failure_to_the_recovery() {
        var tree = new CauseTree(HEAL);
        assertThat(lines(tree, tree.lastTroubleOf("w-1")))
                .containsExactly(
                        "0 CRASH, exit code 137",
                        "1 new -> FAILED (CRASHED)",
                        "2 SCHEDULED (?), attempt ? of ?",
                        "3 START by whoever integrates, generation ?, valid until ?",
                        "4 SUCCEEDED says a",
                        "0 heartbeats/0/99",
                        "1 new -> ALIVE (?)",
                        "2 SUCCEEDED (?), attempt ? of ?");
    }

    @Test
    void any_id_of_any_record_leads_to_the_same_tree() {
        var tree = new CauseTree(HEAL);
        var whole = lines(tree, tree.lastTroubleOf("w-1"));
        for (var id :
                List.of("flr-1", "failures/0/7", "sts-1", "rst-1", "cmd-1", "inc-1", "restart-results/0/1", "r-2")) {
            assertThat(lines(tree, tree.find(id))).as(id).isEqualTo(whole);
        }
    }

    @Test
    void what_nobody_wrote_is_not_found_and_a_worker_without_trouble_has_no_tree() {
        var tree = new CauseTree(HEAL);
        assertThat(tree.find("cmd-2")).isNull();
        assertThat(tree.lastTroubleOf("w-2")).isNull();
    }

    @Test
    void records_that_name_each_other_as_causes_do_not_loop() {
        var tree = new CauseTree(List.of(
                record("restarts", 1, "w", 1, "{'id':'a','causeId':'b','incidentId':'i'}"),
                record("restarts", 2, "w", 2, "{'id':'b','causeId':'a','incidentId':'i'}")));
        assertThat(tree.find("a"))
                .isNotNull()
                .satisfies(start -> assertThat(tree.of(start)).isEmpty());
    }

    @Test
    void a_chain_longer_than_a_stack_is_deep_is_shown_to_its_end() {
        int length = 100_000;
        var chain = IntStream.range(0, length)
                .mapToObj(i -> record("restarts", i, "w", i, "{'id':'r-%d','causeId':'r-%d'}".formatted(i, i - 1)))
                .toList();
        var tree = new CauseTree(chain);

        assertThat(tree.find("r-" + length / 2))
                .isNotNull()
                .satisfies(start -> assertThat(tree.of(start))
                        .hasSize(length + 1)
                        .last()
                        .satisfies(node -> assertThat(node.depth()).isEqualTo(length)));
    }

    private static List<String> lines(CauseTree tree, @org.jspecify.annotations.Nullable Described start) {
        assertThat(start).isNotNull();
        return start == null
                ? List.of()
                : tree.of(start).stream()
                        .map(node -> node.depth() + " " + node.text())
                        .toList();
    }
}
