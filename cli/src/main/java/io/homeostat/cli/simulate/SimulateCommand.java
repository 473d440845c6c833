package io.homeostat.cli.simulate;

import io.homeostat.cli.CommandFailure;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.line.MalformedInput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat simulate}: what the plane would decide about these events, without a broker and without waiting. */
@Command(
        name = "simulate",
        description = {
            "Run the services over events in virtual time and print every record that they write.",
            "An event is one line: {\"time\":\"2026-11-25T08:00:00.000Z\",\"topic\":\"heartbeats\",\"key\":\"w-1\","
                    + "\"value\":{\"workerId\":\"w-1\"}}"
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final int NOT_HELD = 1;
    private static final int MALFORMED = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILES", description = "events, merged by time; none or -: standard input")
    private List<Path> files = List.of();

    @Option(names = "--policies", paramLabel = "DIR", description = "policies in force before the first event")
    private @Nullable Path policies;

    @Option(names = "--components", paramLabel = "DIR", description = "components known before the first event")
    private @Nullable Path components;

    @Option(names = "--until", paramLabel = "TIME", description = "let time pass up to here, for example to see timers")
    private @Nullable String until;

    @Option(
            names = "--agent",
            paramLabel = "MODE",
            description = "what becomes of commands: succeed, fail, none, recorded (answers are in the input);"
                    + " default: recorded where a file was made by record, else succeed")
    private @Nullable String agent;

    @Option(names = "--topics", split = ",", paramLabel = "TOPIC", description = "print records of these topics only")
    private List<String> topics = List.of();

    @Option(names = "--summary", description = "print a readable table instead of records")
    private boolean summary;

    @Option(names = "--ticks", description = "print ticks too")
    private boolean ticks;

    @Option(
            names = "--scenario",
            description = "FILES are scenarios (or directories of them): play each, exit 1 where one does not hold")
    private boolean scenario;

    @Override
    public Integer call() {
        return scenario ? scenarios() : events();
    }

    private Integer scenarios() {
        if (until != null || summary || ticks || !topics.isEmpty() || components != null || agent != null) {
            throw wrong("--scenario takes no other option than --policies: a scenario says the rest itself");
        }
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            var seeds = SimulateRequest.seeds(policies, null);
            return new ScenarioCheck(seeds, out).allHold(files) ? 0 : NOT_HELD;
        } catch (MalformedInput e) {
            System.err.println("homeostat: " + e.getMessage());
            return MALFORMED;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } finally {
            out.flush();
        }
    }

    private Integer events() {
        var request = new SimulateRequest(
                files,
                policies,
                components,
                until(),
                agent(),
                topics.stream().map(this::topic).toList(),
                summary,
                ticks);
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            request.run(System.in, out);
            return 0;
        } catch (MalformedInput e) {
            System.err.println("homeostat: " + e.getMessage());
            return MALFORMED;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable Instant until() {
        try {
            return until == null ? null : Instant.parse(until);
        } catch (DateTimeParseException e) {
            throw wrong("--until: '" + until + "' is no instant like 2026-11-25T09:00:00Z");
        }
    }

    private @Nullable AgentMode agent() {
        try {
            return agent == null ? null : AgentMode.valueOf(agent.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("--agent: '" + agent + "' is none of succeed, fail, none, recorded");
        }
    }

    private TopicSpec topic(String name) {
        return Topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong("--topics: '" + name + "' is no topic of the plane"));
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
