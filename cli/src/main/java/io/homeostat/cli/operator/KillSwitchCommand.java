package io.homeostat.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.TextTable;
import io.homeostat.cli.TopicReader;
import io.homeostat.cli.view.Lines;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat kill-switch}: new behaviour off, on again, and how it stands. */
@Command(
        name = "kill-switch",
        description = "Disable new behaviour of a service or of all, or let it return.",
        subcommands = {KillSwitchCommand.On.class, KillSwitchCommand.Reset.class, KillSwitchCommand.Status.class})
public final class KillSwitchCommand implements Runnable {

    private static final String SCOPE = "'global' or the name of a service";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        BrokerOptions.spec(spec).commandLine().usage(BrokerOptions.out(spec));
    }

    /** {@code homeostat kill-switch on SCOPE}. */
    @Command(name = "on", description = "Disable new behaviour now. Never gated by a pause.")
    static final class On implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private final Asking asking = new Asking();

        @Parameters(paramLabel = "SCOPE", description = SCOPE)
        private String scope = "";

        @Override
        public Integer call() {
            return asking.command(spec, OperatorCommand.Type.KILL_SWITCH_ON, scope, Map.of());
        }
    }

    /** {@code homeostat kill-switch reset SCOPE}. */
    @Command(
            name = "reset",
            description = "Let new behaviour return, once the quiet time is over and a second person agrees.")
    static final class Reset implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private final Asking asking = new Asking();

        @Parameters(paramLabel = "SCOPE", description = SCOPE)
        private String scope = "";

        @Override
        public Integer call() {
            return asking.command(spec, OperatorCommand.Type.KILL_SWITCH_RESET, scope, Map.of());
        }
    }

    /** {@code homeostat kill-switch status}. */
    @Command(name = "status", description = "Show in which scopes it is ON, since when, by whom and why.")
    static final class Status implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private final BrokerOptions broker = new BrokerOptions();

        @Override
        public Integer call() {
            var out = BrokerOptions.out(spec);
            var switches = new TopicReader(broker.access()).view(Topics.KILL_SWITCH);
            table(switches).forEach(out::println);
            out.flush();
            return 0;
        }
    }

    /** How all scopes stand; what is unclear is ON to every worker, and is shown so. */
    static List<String> table(Map<String, byte[]> switches) {
        if (switches.isEmpty()) {
            return List.of("no kill switch was ever set: off");
        }
        var table = new TextTable(List.of("scope", "state", "epoch", "since", "actor", "approver", "reason"));
        switches.forEach((scope, value) -> {
            JsonNode record = Json.read(value, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)
                    ? tree
                    : Json.tree(Map.of());
            table.add(List.of(
                    Lines.printable(scope),
                    state(record),
                    cell(record, "epoch"),
                    cell(record, "since"),
                    cell(record, "actor"),
                    cell(record, "approver"),
                    cell(record, "reason")));
        });
        return table.lines();
    }

    private static String state(JsonNode record) {
        var disableNew = record.path("disableNew");
        var value = record.path("value").textValue();
        if (!disableNew.isBoolean() || !(disableNew.booleanValue() ? "1" : "0").equals(value)) {
            return "UNCLEAR, reads as ON";
        }
        return disableNew.booleanValue() ? "ON" : "off";
    }

    private static String cell(JsonNode record, String field) {
        var node = record.path(field);
        return node.isMissingNode() || node.isNull() ? "-" : Lines.printable(node.asText());
    }
}
