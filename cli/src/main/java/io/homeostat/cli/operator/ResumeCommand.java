package io.homeostat.cli.operator;

import io.homeostat.common.contract.OperatorCommand;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat resume SCOPE}: ends a pause. */
@Command(name = "resume", description = "End the pause of a scope; what waited is decided again.")
public final class ResumeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Asking asking = new Asking();

    @Parameters(paramLabel = "SCOPE", description = "all, service:x, type:x, worker:x or environment:x")
    private String scope = "";

    @Override
    public Integer call() {
        return asking.command(spec, OperatorCommand.Type.RESUME, scope, Map.of());
    }
}
