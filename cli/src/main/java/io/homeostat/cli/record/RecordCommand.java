package io.homeostat.cli.record;

import io.homeostat.cli.BrokerOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat record}: what happened on a real plane, as a file for {@code homeostat simulate}. */
@Command(
        name = "record",
        description = {
            "Cut a span out of a running plane: DIR/inputs.jsonl is what simulate reads, ticks, answers of agents and",
            "policies included; DIR/decisions.jsonl is what the services decided. Without --from it begins with the empty",
            "plane, and the simulation decides the same:",
            "  homeostat record DIR",
            "  homeostat simulate DIR/inputs.jsonl > DIR/simulated.jsonl",
            "  homeostat diff DIR/decisions.jsonl DIR/simulated.jsonl"
        })
public final class RecordCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Parameters(paramLabel = "DIR", description = "directory of the two files; made where it is missing")
    private Path directory = Path.of("recording");

    @Option(names = "--from", paramLabel = "TIME", description = "no event is older; default: all that the plane knows")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "no event is younger; default: now")
    private @Nullable String to;

    @Override
    public Integer call() throws InterruptedException {
        var begin = instant("--from", from);
        var end = instant("--to", to);
        var until = end == null ? Instant.now() : end;
        if (begin != null && !begin.isBefore(until)) {
            throw new ParameterException(BrokerOptions.spec(spec).commandLine(), "--from: is not before --to");
        }
        var out = BrokerOptions.out(spec);
        new RecordingFiles(directory).record(broker.access(), begin, until).forEach(out::println);
        out.flush();
        return 0;
    }

    private @Nullable Instant instant(String option, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    BrokerOptions.spec(spec).commandLine(),
                    option + ": '" + text + "' is no instant like 2026-11-25T09:00:00Z");
        }
    }
}
