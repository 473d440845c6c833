package io.homeostat.cli.simulate;

import io.homeostat.cli.CommandFailure;
import io.homeostat.simulation.Setup.Seed;
import io.homeostat.simulation.line.MalformedInput;
import io.homeostat.simulation.scenario.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code homeostat simulate --scenario}: guarantees as scripts, each played to its end. */
final class ScenarioCheck {

    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private final List<Seed> policies;
    private final PrintStream out;

    /** @param policies in force in every scenario that sets no other */
    ScenarioCheck(List<Seed> policies, PrintStream out) {
        this.policies = List.copyOf(policies);
        this.out = out;
    }

    /**
     * Plays them in the order of their names, and prints a line for each, and one for each claim that does not hold.
     *
     * @param files scripts, or directories of scripts that end in {@code .txt}
     * @return true if all hold
     * @throws MalformedInput naming file and line of a statement that says nothing known, before anything is played
     */
    boolean allHold(List<Path> files) throws IOException, MalformedInput {
        var scenarios = new ArrayList<Named>();
        for (var file : scripts(files)) {
            scenarios.add(new Named(file, Scenario.parse(file.toString(), lines(file), policies)));
        }
        int wrong = 0;
        for (var named : scenarios) {
            var claims = named.scenario.wrong();
            out.println((claims.isEmpty() ? "ok     " : "WRONG  ") + named.file);
            for (var claim : claims) {
                out.println("       " + named.file + ':' + claim.line() + ": " + claim.claim() + ": " + claim.reason());
            }
            wrong += claims.isEmpty() ? 0 : 1;
        }
        out.println(scenarios.size() + " scenarios, " + wrong + " wrong");
        return wrong == 0;
    }

    private record Named(Path file, Scenario scenario) {}

    private static List<Path> scripts(List<Path> files) throws IOException {
        var all = new ArrayList<Path>();
        for (var file : files) {
            if (Files.isDirectory(file)) {
                try (var below = Files.walk(file)) {
                    below.filter(path -> path.toString().endsWith(".txt"))
                            .sorted()
                            .forEach(all::add);
                }
            } else if (Files.isReadable(file)) {
                all.add(file);
            } else {
                throw new CommandFailure(file + " is no file that can be read");
            }
        }
        if (all.isEmpty()) {
            throw new CommandFailure("there is no scenario: name files, or directories with .txt files");
        }
        return all;
    }

    private static List<String> lines(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new CommandFailure(file + " is larger than " + BYTES_MAX + " bytes");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(file + " is no UTF-8", e);
        }
    }
}
