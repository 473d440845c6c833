package io.homeostat.cli.demo;

import static io.homeostat.cli.demo.Trouble.record;

import java.time.Duration;
import java.util.List;

/** Workers die, freeze and crash at every start; the plane itself freezes. */
final class WorkerTroubles {

    static final String BROKEN = "mailer-3";
    private static final long FREEZE_SECONDS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final Fleet fleet;
    private final Bystanders bystanders;

    WorkerTroubles(Fleet fleet, Bystanders bystanders) {
        this.fleet = fleet;
        this.bystanders = bystanders;
    }

    List<Trouble> all() {
        return List.of(killed(), frozen(), crashing());
    }

    private Trouble killed() {
        return new Trouble(
                "images-1 is killed (kill -9)",
                (_, _) -> fleet.kill(fleet.liveProcess("images-1")),
                record("worker-status", "images-1", "state", "FAILED"),
                record("restarts", "images-1", "status", "SCHEDULED"),
                record("restarts", "images-1", "status", "SUCCEEDED"),
                null,
                LIMIT,
                SETTLE,
                bystanders.and(Expectation.ofKilled("images-1")));
    }

    private Trouble frozen() {
        return new Trouble(
                "images-2 is frozen (kill -STOP): alive for the system, silent for us",
                (_, _) -> fleet.freeze(fleet.liveProcess("images-2")),
                record("worker-status", "images-2", "state", "ZOMBIE"),
                record("restarts", "images-2", "status", "SCHEDULED"),
                record("restarts", "images-2", "status", "SUCCEEDED"),
                null,
                LIMIT,
                SETTLE,
                bystanders.and(Expectation.ofFrozen("images-2")));
    }

    private Trouble crashing() {
        return new Trouble(
                BROKEN + " is deployed and crashes at every start",
                (_, _) -> fleet.declare(DemoComponent.of(BROKEN, "mailer", "--crash")),
                record("worker-status", BROKEN, "state", "FAILED"),
                record("restarts", BROKEN, "status", "SCHEDULED"),
                record("quarantine", BROKEN, "status", "QUARANTINED"),
                null,
                LIMIT,
                SETTLE,
                bystanders.and(
                        Expectation.of(BROKEN)
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
                                .with("quarantine", "QUARANTINED")
                                .with("fixes", "PROPOSED/MATCHED", "REFUSED/LOW_CONFIDENCE"),
                        Expectation.of("mailer").with("failure-patterns", "unknown ACTIVE 0.33")));
    }

    Trouble planeFrozen() {
        return new Trouble(
                "the whole plane is frozen for " + FREEZE_SECONDS + " s while all workers live",
                (_, _) -> fleet.freezePlane(FREEZE_SECONDS),
                record -> record.topic().equals("fleet-groups")
                        && record.value().path("state").asText().equals("BLIND"),
                _ -> false,
                record -> record.topic().equals("fleet-groups")
                        && record.value().path("state").asText().equals("NORMAL"),
                null,
                LIMIT,
                Duration.ofSeconds(8),
                bystanders.and());
    }
}
