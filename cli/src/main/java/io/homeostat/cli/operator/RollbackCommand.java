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

/** {@code homeostat rollback SERVICE}: back to the version before. */
@Command(name = "rollback", description = "Roll a service's promotion back to the version before it.")
public final class RollbackCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Asking asking = new Asking();

    @Parameters(paramLabel = "SERVICE")
    private String service = "";

    @Option(
            names = "--promotion",
            paramLabel = "ID",
            description = "only if this promotion is the one that would be rolled back")
    private @Nullable String promotion;

    @Override
    public Integer call() {
        return asking.command(
                spec,
                OperatorCommand.Type.ROLLBACK,
                service,
                promotion == null ? Map.of() : Map.of("promotionId", promotion));
    }
}
