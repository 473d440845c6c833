package io.homeostat.cli.operator;

import io.homeostat.common.contract.OperatorCommand;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat restart WORKER}. */
@Command(name = "restart", description = "Restart a worker.")
public final class RestartCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Asking asking = new Asking();

    @Parameters(paramLabel = "WORKER")
    private String worker = "";

    @Option(names = "--force", description = "the old process gets no grace")
    private boolean force;

    @Override
    public Integer call() {
        return asking.command(spec, OperatorCommand.Type.RESTART, worker, force ? Map.of("force", true) : Map.of());
    }
}
