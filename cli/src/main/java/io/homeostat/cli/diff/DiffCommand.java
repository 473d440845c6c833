package io.homeostat.cli.diff;

import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.CommandFailure;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.TopicSpec.Kind;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.line.MalformedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat diff}: whether two runs decided the same. */
@Command(
        name = "diff",
        description = {
            "Compare what was really decided with what a simulation decides, and explain each difference.",
            "Two decisions are the same if topic, subject, outcome, reason and id are. Ends with 0 where all are,",
            "with 3 where one is not, with 2 where a line is malformed."
        })
public final class DiffCommand implements Callable<Integer> {

    private static final int MALFORMED = 2;
    private static final int DIFFERENT = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REAL", description = "decisions.jsonl of a recording, or another output")
    private Path real = Path.of("");

    @Parameters(index = "1", paramLabel = "SIMULATED", description = "what simulate printed for the inputs.jsonl of it")
    private Path simulated = Path.of("");

    @Option(
            names = "--tolerance",
            paramLabel = "MS",
            defaultValue = "1500",
            description =
                    "how far apart two times may lie: a tick and the hops between services, which take no time in a"
                            + " simulation; default ${DEFAULT-VALUE} ms")
    private long toleranceMs;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "TOPIC",
            description =
                    "compare these only; default: all that services write but error-rates, whose counts between two"
                            + " windows depend on the order in which beats of several workers are read")
    private List<String> topics = List.of();

    @Override
    public Integer call() {
        var out = BrokerOptions.out(spec);
        try {
            var asked = asked();
            var before = DecidedLines.read(readable(real), asked);
            var after = DecidedLines.read(readable(simulated), asked);
            var comparison =
                    Comparison.of(before.decided(), after.decided(), Duration.ofMillis(toleranceMs), before.cut());
            explanation(comparison.differences()).forEach(out::println);
            summary(comparison).forEach(out::println);
            out.flush();
            return comparison.equal() ? 0 : DIFFERENT;
        } catch (MalformedInput e) {
            BrokerOptions.spec(spec).commandLine().getErr().println("homeostat: " + e.getMessage());
            return MALFORMED;
        } catch (IOException e) {
            throw new CommandFailure("cannot read: " + e.getMessage(), e);
        }
    }

    private List<String> explanation(List<Difference> differences) throws IOException {
        return differences.isEmpty()
                ? List.of()
                : new Explanation(
                                differences,
                                Grounds.read(real, Explanation.decided(differences, Difference::inReal)),
                                Grounds.read(simulated, Explanation.decided(differences, Difference::inSimulation)))
                        .lines();
    }

    private static List<String> summary(Comparison comparison) {
        return List.of(
                comparison.same() + " decisions are the same, ids included; the times of " + comparison.moved()
                        + " differ by up to " + comparison.furthest().toMillis() + " ms",
                comparison.cutOff() + " at the end of the recording are not judged: one run was cut before it could"
                        + " decide them",
                comparison.equal() ? "equal" : comparison.differences().size() + " differences");
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure(file + " is no file that can be read");
        }
        return file;
    }

    private Set<String> asked() {
        var all = Topics.all().stream()
                .filter(topic -> topic.kind() != Kind.INTERNAL)
                .map(TopicSpec::name)
                .collect(Collectors.toSet());
        for (var topic : topics) {
            if (!all.contains(topic)) {
                throw new ParameterException(
                        BrokerOptions.spec(spec).commandLine(), "--topics: '" + topic + "' is no topic of decisions");
            }
        }
        if (!topics.isEmpty()) {
            return Set.copyOf(topics);
        }
        all.remove(Topics.ERROR_RATES.name());
        return Set.copyOf(all);
    }
}
