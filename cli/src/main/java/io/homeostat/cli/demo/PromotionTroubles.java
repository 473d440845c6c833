package io.homeostat.cli.demo;

import static io.homeostat.cli.demo.Trouble.record;

import io.homeostat.cli.demo.Trouble.Visible;
import io.homeostat.cli.view.Described;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What is promoted and judged, and the kill switch. */
final class PromotionTroubles {

    private static final String CHECKOUT = "checkout";
    private static final String SEARCH = "search";
    private static final String FLAG = "new_ranking";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final Duration SHOWN_LIMIT = Duration.ofSeconds(30);

    private final Outside outside;
    private final Behaviour search = new Behaviour();

    PromotionTroubles(Fleet fleet) {
        this.outside = new Outside(fleet);
    }

    /** Workers that live before the first trouble. */
    List<DemoComponent> workers() {
        return List.of(checkout("checkout-1"), checkout("checkout-2"), searcher());
    }

    /** Whom these troubles are about beside the workers. */
    List<String> subjects() {
        return List.of(FLAG);
    }

    List<Trouble> all(Bystanders bystanders) {
        return List.of(badPromotion(bystanders), failingChecks(bystanders), reset(bystanders));
    }

    private Trouble badPromotion(Bystanders bystanders) {
        return new Trouble(
                "checkout 2.0 is promoted, and half of its operations fail",
                (ledger, mark) -> {
                    outside.deploy(ledger, mark, checkout("checkout-1"), checkout("checkout-2"));
                    outside.promote(CHECKOUT);
                },
                rollback("CHECK", "decision", "ROLLBACK"),
                rollback("ROLLBACK", "status", "COMMANDED"),
                record("failures", CHECKOUT, "kind", "BACK_TO_NORMAL"),
                null,
                LIMIT,
                SETTLE,
                bystanders.and(
                        deployed("checkout-1"),
                        deployed("checkout-2"),
                        Expectation.of(CHECKOUT)
                                .with(
                                        "rollbacks",
                                        "MONITORING MONITORING_STARTED",
                                        "ROLLBACK COMMANDED",
                                        "ROLLBACK SUCCEEDED",
                                        "MONITORING ROLLED_BACK")
                                .with("rollback-commands", "1.0@1")
                                .with("rollback-results", "ACCEPTED", "ACCEPTED", "ACCEPTED", "SUCCEEDED")
                                .with("failures", "BACK_TO_NORMAL")));
    }

    private static Predicate<Described> rollback(String type, String field, String value) {
        return record("rollbacks", CHECKOUT, field, value)
                .and(record -> record.value().path("type").asText().equals(type));
    }

    /** A worker that is restarted may be silent for a moment, or be heard once more before it ends. */
    private static Expectation deployed(String worker) {
        return Expectation.of(worker)
                .with("restart-requests", "")
                .with("restarts", "SCHEDULED#1", "COMMANDED#1", "SUCCEEDED#1")
                .with("restart-commands", "RESTART@1")
                .with("restart-results", "ACCEPTED", "SUCCEEDED")
                .whatever("worker-status");
    }

    private Trouble failingChecks(Bystanders bystanders) {
        return new Trouble(
                "search 2.0 is promoted with a new ranking, and two checks in a row fail",
                (ledger, mark) -> {
                    outside.deploy(ledger, mark, searcher());
                    outside.promote(SEARCH);
                    outside.command("FLAG_SET", FLAG, "alice", Map.of("value", true));
                    search.awaitShown(Behaviour.NEW, SHOWN_LIMIT);
                    outside.check(SEARCH, "first");
                    outside.check(SEARCH, "second");
                },
                record("rollbacks", SEARCH, "decision", "ESCALATE"),
                record("rollbacks", SEARCH, "decision", "ESCALATE"),
                record("kill-switch", SEARCH, "value", "1"),
                new Visible("search-1 ranks as it always did", () -> search.shows(Behaviour.SAFE), WITHIN),
                LIMIT,
                SETTLE,
                bystanders.and(
                        deployed("search-1"),
                        Expectation.of(FLAG).with("flags", "true"),
                        Expectation.of(SEARCH)
                                .with("failures", "ESCALATED")
                                .with("rollbacks", "MONITORING MONITORING_STARTED")
                                .with("kill-switch", "true#1")));
    }

    private Trouble reset(Bystanders bystanders) {
        return new Trouble(
                "alice wants the kill switch off: not alone",
                (ledger, mark) -> {
                    outside.command("STOP_MONITORING", SEARCH, "alice", Map.of());
                    Outside.await(ledger, mark, record("rollbacks", SEARCH, "status", "CANCELLED"));
                    outside.command("KILL_SWITCH_RESET", SEARCH, "alice", Map.of());
                    var waiting = Outside.await(ledger, mark, answer("AWAITING_APPROVAL"));
                    var id = Map.of("id", waiting.value().path("id").asText());
                    outside.command("APPROVE", SEARCH, "alice", id);
                    Outside.await(ledger, mark, answer("REFUSED"));
                    outside.command("APPROVE", SEARCH, "bob", id);
                },
                answer("AWAITING_APPROVAL"),
                answer("REFUSED"),
                record("kill-switch", SEARCH, "value", "0"),
                new Visible("search-1 ranks anew", () -> search.shows(Behaviour.NEW), WITHIN),
                LIMIT,
                SETTLE,
                bystanders.and(Expectation.of(SEARCH)
                        .with("rollbacks", "MONITORING CANCELLED")
                        .with("kill-switch", "false#2")));
    }

    private static Predicate<Described> answer(String decision) {
        return record("audit", SEARCH, "decision", decision);
    }

    private static DemoComponent checkout(String worker) {
        return DemoComponent.of(worker, CHECKOUT).withNext("--failing-percent=50");
    }

    private DemoComponent searcher() {
        var port = "--http-port=" + search.port();
        return DemoComponent.of("search-1", SEARCH, port).withNext(port, "--flag=" + FLAG);
    }
}
