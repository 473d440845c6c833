package io.homeostat.cli.operator;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.common.contract.OperatorCommand;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat pause SCOPE}: the plane sees and decides, but does nothing there. */
@Command(name = "pause", description = "Let the plane do nothing in a scope, until it is resumed or the time is over.")
public final class PauseCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Asking asking = new Asking();

    @Parameters(paramLabel = "SCOPE", description = "all, service:x, type:x, worker:x or environment:x")
    private String scope = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "how long, like 90s, 30m, 2h or 1d; default: until resumed")
    private @Nullable String time;

    @Override
    public Integer call() {
        return asking.command(
                spec, OperatorCommand.Type.PAUSE, scope, time == null ? Map.of() : Map.of("seconds", seconds(time)));
    }

    private long seconds(String text) {
        try {
            return PlainDuration.seconds(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    BrokerOptions.spec(spec).commandLine(), "--for " + text + ": " + e.getMessage());
        }
    }
}
