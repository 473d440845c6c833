package io.homeostat.cli.view;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.TopicReader;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    /** Deeper lines stand as far to the right as this one. */
    private static final int DEPTH_SHOWN = 60;

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

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "look at the newest N records of each topic (default: ${DEFAULT-VALUE}); what is older and may be"
                            + " missing is named")
    private int last;

    @Override
    public Integer call() {
        if (last < 1) {
            throw new CommandFailure("--last must be at least 1");
        }
        var access = broker.access();
        var records = new ArrayList<Described>();
        var older = new TopicReader(access).readNewest(last, SOURCES, record -> {
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
                    + "': no record has this id, and no worker of this name had a trouble" + notRead(older));
        }
        var out = BrokerOptions.out(spec);
        print(out, tree.of(start));
        if (!older.isEmpty()) {
            out.println("Causes may be missing" + notRead(older));
        }
        out.flush();
        return 0;
    }

    private static String notRead(Map<String, Long> older) {
        return older.isEmpty()
                ? ""
                : older.entrySet().stream()
                        .map(topic -> topic.getKey() + ' ' + topic.getValue())
                        .collect(Collectors.joining(", ", "; older records were not read (--last): ", ""));
    }

    private void print(PrintWriter out, List<CauseTree.Node> nodes) {
        for (var node : nodes) {
            var indent = "  ".repeat(Math.min(node.depth(), DEPTH_SHOWN)) + (node.depth() == 0 ? "" : "└ ");
            var record = node.record();
            if (record == null) {
                out.println(indent + node.text());
            } else {
                out.println(indent + record.clock() + "  " + record.topic() + "  " + Lines.printable(record.key())
                        + "  " + node.text());
                if (evidence && record.value().has("evidence")) {
                    out.println("  ".repeat(Math.min(node.depth(), DEPTH_SHOWN) + 2) + "evidence "
                            + record.value().get("evidence"));
                }
            }
        }
    }
}
