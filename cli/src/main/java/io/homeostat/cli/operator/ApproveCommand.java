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

/** {@code homeostat approve ID}: the second person says yes. */
@Command(
        name = "approve",
        description = "Approve what waits under an id, as another person than the one who asked for it.")
public final class ApproveCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Asking asking = new Asking();

    @Parameters(paramLabel = "ID", description = "id that the answer AWAITING_APPROVAL, or the fix, names")
    private String id = "";

    @Override
    public Integer call() {
        return asking.command(
                spec, OperatorCommand.Type.APPROVE, WaitingRequests.subjectOf(id, asking.access()), Map.of("id", id));
    }
}
