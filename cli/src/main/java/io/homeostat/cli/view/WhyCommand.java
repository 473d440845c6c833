package io.homeostat.cli.view;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.TopicReader;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat why ID|WORKER}: the chain of causes of a record or of a worker's last trouble, as a tree. */
@Command(name = "why", description = "Show the chain of causes of a record, an incident or a worker's last trouble.")
public final class WhyCommand implements Callable<Integer> {

    private static final List<TopicSpec> SOURCES = List.of(
            Topics.FAILURES,
            Topics.WORKER_STATUS,
            Topics.RESTART_REQUESTS,
            Topics.RESTARTS,
            Topics.RESTART_COMMANDS,
            Topics.RESTART_RESULTS,
            Topics.CIRCUIT_BREAKERS,
            Topics.QUARANTINE,
            Topics.FAILURE_PATTERNS,
            Topics.INCIDENTS,
            Topics.FIXES,
            Topics.FIX_COMMANDS,
            Topics.FIX_RESULTS,
            Topics.PROMOTIONS,
            Topics.HEALTH_CHECKS,
            Topics.ROLLBACKS,
            Topics.ROLLBACK_COMMANDS,
            Topics.ROLLBACK_RESULTS,
            Topics.KILL_SWITCH,
            Topics.FLAGS,
            Topics.HOLDS,
            Topics.POLICY_REQUESTS,
            Topics.POLICIES,
            Topics.OPERATOR_COMMANDS,
            Topics.AUDIT);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Parameters(
            paramLabel = "ID|WORKER",
            description =
                    "id or coordinates of a record, an incident, a restart, a fix, a promotion, a command, or a worker")
    private String id = "";

    @Option(names = "--evidence", description = "show the evidence of each decision too")
    private boolean evidence;

    @Override
    public Integer call() {
        var access = broker.access();
        var records = new ArrayList<Described>();
        new TopicReader(access).readAll(SOURCES, record -> {
            var described = Described.of(record, access.topics());
            if (!described.repeats()) {
                records.add(described);
            }
        });
        var tree = new CauseTree(records);
        var start = tree.find(id);
        if (start == null) {
            start = tree.lastTroubleOf(id);
        }
        if (start == null) {
            throw new CommandFailure("nothing is known of '" + id
                    + "': no record has this id, and no worker of this name had a trouble");
        }
        var out = BrokerOptions.out(spec);
        for (var node : tree.of(start)) {
            var indent = "  ".repeat(node.depth()) + (node.depth() == 0 ? "" : "└ ");
            var record = node.record();
            if (record == null) {
                out.println(indent + node.text());
            } else {
                out.println(indent + record.clock() + "  " + record.topic() + "  " + Lines.printable(record.key())
                        + "  " + node.text());
                if (evidence && record.value().has("evidence")) {
                    out.println("  ".repeat(node.depth() + 2) + "evidence "
                            + record.value().get("evidence"));
                }
            }
        }
        out.flush();
        return 0;
    }
}
