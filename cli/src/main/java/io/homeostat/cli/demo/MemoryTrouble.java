package io.homeostat.cli.demo;

import static io.homeostat.cli.demo.Trouble.record;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.demo.Trouble.Visible;
import io.homeostat.cli.view.Described;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A worker whose settings give it too little memory: restarts do not help, until what recurs is fixed. */
final class MemoryTrouble {

    static final String WORKER = "importer-1";
    static final String TYPE = "importer";

    private static final int OUT_OF_MEMORY_EXIT_CODE = 3;
    private static final int FAILURES_UNTIL_FIX = 9; // three times the threshold of a pattern: confidence 1.00
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Path directory;

    /** @param directory for the settings file */
    MemoryTrouble(Fleet fleet, Path directory) {
        this.fleet = fleet;
        this.directory = directory;
    }

    Trouble outOfMemory(Bystanders bystanders) {
        return new Trouble(
                WORKER + " runs out of memory at every start: its settings give it too little",
                (_, _) -> fleet.declare(hungry()),
                pattern("0.33"),
                record("fixes", WORKER, "status", "COMMANDED"),
                record("restarts", WORKER, "status", "SUCCEEDED"),
                new Visible(
                        "memory_mb is 48 in " + settingsFile().getFileName(),
                        () -> read(settingsFile()).contains("\"memory_mb\":48"),
                        WITHIN),
                LIMIT,
                SETTLE,
                bystanders.and(
                        hungryExpectation(),
                        Expectation.of(TYPE)
                                .with(
                                        "failure-patterns",
                                        "out_of_memory ACTIVE 0.33",
                                        "out_of_memory ACTIVE 0.67",
                                        "out_of_memory ACTIVE 1.00")));
    }

    private static Predicate<Described> pattern(String confidence) {
        return record -> record.topic().equals("failure-patterns")
                && record.value().path("workerType").asText().equals(TYPE)
                && Expectation.confidence(record.value()).toString().equals(confidence);
    }

    private Expectation hungryExpectation() {
        var failures = new ArrayList<String>();
        var statuses = new ArrayList<>(List.of("REGISTERED/REGISTERED"));
        var restarts = new ArrayList<String>();
        var commands = new ArrayList<String>();
        var results = new ArrayList<String>();
        for (int attempt = 1; attempt <= FAILURES_UNTIL_FIX; attempt++) {
            failures.add("OUT_OF_MEMORY");
            statuses.add("FAILED/CRASHED");
            if (attempt > 1) {
                failures.add("RESTART_FAILED");
                restarts.add("FAILED#" + (attempt - 1));
            }
            restarts.addAll(List.of("SCHEDULED#" + attempt, "COMMANDED#" + attempt));
            commands.add("START@" + attempt);
            results.addAll(List.of("ACCEPTED", "SUCCEEDED"));
        }
        statuses.add("ALIVE/NEW_INCARNATION");
        restarts.add("SUCCEEDED#" + FAILURES_UNTIL_FIX);
        return Expectation.of(WORKER)
                .with("failures", failures.toArray(String[]::new))
                .with("worker-status", statuses.toArray(String[]::new))
                .with("restarts", restarts.toArray(String[]::new))
                .with("restart-commands", commands.toArray(String[]::new))
                .with("restart-results", results.toArray(String[]::new))
                .with(
                        "fixes",
                        "PROPOSED/MATCHED",
                        "REFUSED/LOW_CONFIDENCE",
                        "PROPOSED/MATCHED",
                        "REFUSED/LOW_CONFIDENCE",
                        "PROPOSED/MATCHED",
                        "COMMANDED/MATCHED",
                        "APPLIED/MATCHED")
                .with("fix-commands", "increase_memory@1")
                .with("fix-results", "ACCEPTED", "SUCCEEDED");
    }

    private DemoComponent hungry() {
        write(settingsFile(), "{\"memory_mb\":32,\"batch\":100}");
        return DemoComponent.of(WORKER, TYPE, "--settings=" + settingsFile(), "--needs-mb=40")
                .with(Map.of(
                        "settings",
                        Map.of("memory_mb", 32, "batch", 100),
                        "settingsFile",
                        settingsFile().toString(),
                        "outOfMemoryExitCodes",
                        List.of(OUT_OF_MEMORY_EXIT_CODE)));
    }

    private Path settingsFile() {
        return directory.resolve("importer.json").toAbsolutePath();
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).replace(" ", "");
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
