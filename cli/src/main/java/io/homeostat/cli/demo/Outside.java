package io.homeostat.cli.demo;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** What people and tools outside of the plane do: they write records, and wait for what the plane says. */
final class Outside {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Fleet fleet;

    Outside(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Waits for a record after {@code mark}. */
    static Described await(Ledger ledger, int mark, Predicate<Described> wanted) throws InterruptedException {
        return ledger.await(mark, LIMIT, () -> false, wanted)
                .orElseThrow(() -> new CommandFailure("the plane did not answer within " + LIMIT.toSeconds() + " s"));
    }

    /** What a deploy tool does: the new version becomes the current one, and each worker is restarted with it. */
    void deploy(Ledger ledger, int mark, DemoComponent... workers) throws InterruptedException {
        for (var worker : workers) {
            fleet.declare(worker.at(DemoComponent.NEXT_VERSION));
            var request = Map.of("workerId", worker.workerId(), "reason", "deploy 2.0", "requestedBy", "deploy-tool");
            fleet.send(Topics.RESTART_REQUESTS, worker.workerId(), request);
        }
        for (var worker : workers) {
            await(ledger, mark, Trouble.record("restarts", worker.workerId(), "status", "SUCCEEDED"));
        }
    }

    void promote(String service) {
        fleet.send(
                Topics.PROMOTIONS,
                service,
                Map.of(
                        "promotionId",
                        service + "-2.0",
                        "service",
                        service,
                        "version",
                        DemoComponent.NEXT_VERSION,
                        "previousVersion",
                        DemoComponent.FIRST_VERSION,
                        "actor",
                        "deploy-tool"));
    }

    void check(String service, String id) {
        fleet.send(
                Topics.HEALTH_CHECKS,
                service,
                Map.of(
                        "service",
                        service,
                        "promotionId",
                        service + "-2.0",
                        "checkId",
                        id,
                        "ok",
                        false,
                        "source",
                        "relevance-probe",
                        "reason",
                        "first hit is wrong"));
    }

    void command(String type, String subject, String actor, Map<String, ?> arguments) {
        fleet.send(
                Topics.OPERATOR_COMMANDS,
                subject,
                Map.of(
                        "commandId",
                        type + "-" + actor + "-" + UUID.randomUUID(),
                        "type",
                        type,
                        "subject",
                        subject,
                        "actor",
                        actor,
                        "reason",
                        "the demo",
                        "arguments",
                        arguments));
    }
}
