package io.homeostat.cli;

import io.homeostat.cli.dev.DevCommand;
import io.homeostat.cli.diff.DiffCommand;
import io.homeostat.cli.operator.ApproveCommand;
import io.homeostat.cli.operator.KillSwitchCommand;
import io.homeostat.cli.operator.PauseCommand;
import io.homeostat.cli.operator.PolicyCommand;
import io.homeostat.cli.operator.RejectCommand;
import io.homeostat.cli.operator.RestartCommand;
import io.homeostat.cli.operator.ResumeCommand;
import io.homeostat.cli.operator.RollbackCommand;
import io.homeostat.cli.record.RecordCommand;
import io.homeostat.cli.simulate.SimulateCommand;
import io.homeostat.cli.view.GetCommand;
import io.homeostat.cli.view.WatchCommand;
import io.homeostat.cli.view.WhyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code homeostat}: the plane in one process, and the views of an operator. */
@Command(
        name = "homeostat",
        description = "A self-healing control plane for fleets of workers, on Apache Kafka.",
        mixinStandardHelpOptions = true,
        version = "homeostat 0.1.0",
        subcommands = {
            DevCommand.class,
            SimulateCommand.class,
            RecordCommand.class,
            DiffCommand.class,
            TopicsCommand.class,
            GetCommand.class,
            WatchCommand.class,
            WhyCommand.class,
            PolicyCommand.class,
            KillSwitchCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            RollbackCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RestartCommand.class
        })
public final class Homeostat {

    private static final int CANNOT = 1;

    /**
     * Ends with 0, with 1 where a command could not do its work (one line says why), with 2 for wrong usage; commands that
     * ask something of the plane end with 3 where it is refused, 4 where it waits for a second person, 5 without an answer.
     */
    public static void main(String... arguments) {
        System.setProperty(
                "logback.configurationFile",
                System.getProperty("logback.configurationFile", "homeostat-cli-logback.xml"));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Homeostat()).setExecutionExceptionHandler((failure, commandLine, _) -> {
            if (failure instanceof CommandFailure) {
                commandLine.getErr().println("homeostat: " + failure.getMessage());
            } else {
                failure.printStackTrace(commandLine.getErr());
            }
            return CANNOT;
        });
    }
}
