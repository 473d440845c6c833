package io.homeostat.cli.demo;

import static io.homeostat.cli.demo.Trouble.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The four troubles of the first demo. */
final class Troubles {

    /** Workers that live before the first trouble, as {@code id type}. */
    static final List<String[]> FLEET = List.of(
            new String[] {"images-1", "image-resizer"},
            new String[] {"images-2", "image-resizer"},
            new String[] {"images-3", "image-resizer"},
            new String[] {"mailer-1", "mailer"},
            new String[] {"mailer-2", "mailer"});

    private static final String BROKEN = "mailer-3";
    private static final long FREEZE_SECONDS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final Fleet fleet;

    Troubles(Fleet fleet) {
        this.fleet = fleet;
    }

    List<Trouble> all() {
        return List.of(killed(), frozen(), crashing(), planeFrozen());
    }

    private Trouble killed() {
        return new Trouble(
                "images-1 is killed (kill -9)",
                () -> fleet.kill(fleet.liveProcess("images-1")),
                record("worker-status", "images-1", "state", "FAILED"),
                record("restarts", "images-1", "status", "SCHEDULED"),
                record("restarts", "images-1", "status", "SUCCEEDED"),
                LIMIT,
                SETTLE,
                expect(Expectation.ofKilled("images-1")));
    }

    private Trouble frozen() {
        return new Trouble(
                "images-2 is frozen (kill -STOP): alive for the system, silent for us",
                () -> fleet.freeze(fleet.liveProcess("images-2")),
                record("worker-status", "images-2", "state", "ZOMBIE"),
                record("restarts", "images-2", "status", "SCHEDULED"),
                record("restarts", "images-2", "status", "SUCCEEDED"),
                LIMIT,
                SETTLE,
                expect(Expectation.ofFrozen("images-2")));
    }

    private Trouble crashing() {
        return new Trouble(
                BROKEN + " is deployed and crashes at every start",
                () -> fleet.declare(BROKEN, "mailer", true),
                record("worker-status", BROKEN, "state", "FAILED"),
                record("restarts", BROKEN, "status", "SCHEDULED"),
                record("quarantine", BROKEN, "status", "QUARANTINED"),
                LIMIT,
                SETTLE,
                expect(Expectation.of(BROKEN)
                        .with(
                                "failures",
                                "CRASH",
                                "CRASH",
                                "RESTART_FAILED",
                                "CRASH",
                                "RESTART_FAILED",
                                "CRASH",
                                "RESTART_FAILED",
                                "RESTART_ABANDONED")
                        .with(
                                "worker-status",
                                "REGISTERED/REGISTERED",
                                "FAILED/CRASHED",
                                "FAILED/CRASHED",
                                "FAILED/CRASHED",
                                "FAILED/CRASHED")
                        .with(
                                "restarts",
                                "SCHEDULED#1",
                                "COMMANDED#1",
                                "FAILED#1",
                                "SCHEDULED#2",
                                "COMMANDED#2",
                                "FAILED#2",
                                "SCHEDULED#3",
                                "COMMANDED#3",
                                "FAILED#3",
                                "ABANDONED#3")
                        .with("restart-commands", "START@1", "START@2", "START@3")
                        .with(
                                "restart-results",
                                "ACCEPTED",
                                "SUCCEEDED",
                                "ACCEPTED",
                                "SUCCEEDED",
                                "ACCEPTED",
                                "SUCCEEDED")
                        .with("quarantine", "QUARANTINED")));
    }

    private Trouble planeFrozen() {
        return new Trouble(
                "the whole plane is frozen for " + FREEZE_SECONDS + " s while all workers live",
                () -> fleet.freezePlane(FREEZE_SECONDS),
                record -> record.topic().equals("fleet-groups")
                        && record.value().path("state").asText().equals("BLIND"),
                _ -> false,
                record -> record.topic().equals("fleet-groups")
                        && record.value().path("state").asText().equals("NORMAL"),
                LIMIT,
                Duration.ofSeconds(8),
                expect());
    }

    /** What is expected of one worker, and that all others are left alone. */
    private static List<Expectation> expect(Expectation... expected) {
        var all = new ArrayList<>(List.of(expected));
        Stream.concat(FLEET.stream().map(worker -> worker[0]), Stream.of(BROKEN))
                .filter(worker -> all.stream().noneMatch(e -> e.subject().equals(worker)))
                .toList()
                .forEach(worker -> all.add(Expectation.of(worker)));
        return all;
    }
}
