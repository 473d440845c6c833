package io.homeostat.cli.simulate;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.provision.SeedFiles;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.AgentMode;
import io.homeostat.simulation.Setup;
import io.homeostat.simulation.SimulationRun;
import io.homeostat.simulation.line.Input;
import io.homeostat.simulation.line.MalformedInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param files empty, or a {@code -} among them: standard input
 * @param until null: up to the last line
 * @param agent null: the answers of a recording, else each command succeeds
 * @param topics empty: all
 */
record SimulateRequest(
        List<Path> files,
        @Nullable Path policies,
        @Nullable Path components,
        @Nullable Instant until,
        @Nullable AgentMode agent,
        List<TopicSpec> topics,
        boolean summary,
        boolean ticks) {

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final int BUFFER_BYTES = 256 * 1024;

    /** Simulates, and writes what was asked for as UTF-8, whatever the locale. */
    void run(InputStream in, OutputStream out) throws IOException, MalformedInput {
        var spool = Files.createTempFile("homeostat-simulate", ".jsonl");
        try (var buffered = new BufferedOutputStream(out, BUFFER_BYTES)) {
            var input = new Input(inputs(in, spool));
            var seeds = seeds(policies, components);
            var filter = new OutputFilter(topics, ticks);
            if (summary) {
                var table = new Summary(filter);
                var end = SimulationRun.of(input, agent, seeds, until, table::add);
                table.print(buffered, end);
            } else {
                SimulationRun.of(input, agent, seeds, until, new RecordPrinter(filter, buffered)::add);
            }
        } finally {
            Files.delete(spool);
        }
    }

    private Map<String, Path> inputs(InputStream in, Path spool) throws IOException {
        var asked = files.isEmpty() ? List.of(STANDARD_INPUT) : files;
        var all = new LinkedHashMap<String, Path>();
        for (var file : asked) {
            var path = file;
            if (file.equals(STANDARD_INPUT)) {
                Files.copy(in, spool, StandardCopyOption.REPLACE_EXISTING);
                path = spool;
            } else if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailure(file + " is no file that can be read");
            }
            var name = asked.size() == 1 ? "" : file.toString();
            if (all.put(name, path) != null) {
                throw new CommandFailure(file + " is named twice");
            }
        }
        return all;
    }

    /** What the directories say, as it stands in the views before the first line. */
    static List<Setup.Seed> seeds(@Nullable Path policies, @Nullable Path components) {
        var seeds = new ArrayList<Setup.Seed>();
        if (policies != null) {
            SeedFiles.policies(policies)
                    .forEach((key, value) -> seeds.add(new Setup.Seed(Topics.POLICIES, key, value)));
        }
        if (components != null) {
            SeedFiles.components(components)
                    .forEach((key, value) -> seeds.add(new Setup.Seed(Topics.COMPONENTS, key, value)));
        }
        return seeds;
    }
}
