package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Promotion;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.PolicyRejected;
import io.homeostat.common.policy.RollbackPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one service under a hand that moves the clock. What is kept goes through its JSON after every decision. */
final class Desk extends Decided {

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    static final long TICK_MS = 500;

    private RollbackPolicy policy;
    private PlanePolicy plane = plane("{}");
    private @Nullable Hold hold;
    private List<Terms.Target> targets = List.of(new Terms.Target("agent-1", Executor.PROCESS));
    private Ledger ledger = Ledger.EMPTY;
    private long nowMs;
    private boolean live = true;
    private long liveSinceMs;
    private int inputs;

    Desk(String policyJson) {
        policy = policy(policyJson);
    }

    static RollbackPolicy policy(String json) {
        try {
            return RollbackPolicy.read(tree(json));
        } catch (PolicyRejected e) {
            throw new AssertionError(e);
        }
    }

    private static PlanePolicy plane(String json) {
        try {
            return PlanePolicy.read(tree(json));
        } catch (PolicyRejected e) {
            throw new AssertionError(e);
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode tree(String json) {
        return Json.readState(bytes(json), com.fasterxml.jackson.databind.JsonNode.class);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    void policyIsNow(String json) {
        policy = policy(json);
    }

    void planeIsNow(String json) {
        plane = plane(json);
    }

    void agents(String... names) {
        targets = java.util.Arrays.stream(names)
                .map(name -> new Terms.Target(name, Executor.PROCESS))
                .toList();
    }

    void held(Hold.Kind kind) {
        hold = new Hold("all", kind, "because", "alice", START, null, null);
    }

    void released() {
        hold = null;
    }

    void backlog() {
        live = false;
    }

    void present() {
        live = true;
        liveSinceMs = nowMs;
    }

    long nowMs() {
        return nowMs;
    }

    Ledger ledger() {
        return ledger;
    }

    Session session() {
        var session = ledger.session();
        if (session == null) {
            throw new AssertionError("no session");
        }
        return session;
    }

    /** Time passes without anybody looking. */
    void skip(long ms) {
        nowMs += ms;
    }

    /** To this observed time, with a tick every half second and one at it. */
    Desk to(long ms) {
        while (nowMs + TICK_MS < ms) {
            nowMs += TICK_MS;
            tick();
        }
        nowMs = ms;
        tick();
        return this;
    }

    Desk pass(long ms) {
        return to(nowMs + ms);
    }

    /** What is due; nothing in a backlog, as the stage serves nothing there. */
    void tick() {
        if (live) {
            decide(new Input.Ticked());
        }
    }

    Desk promote(String promotionId) {
        return promote("{'promotionId':'" + promotionId + "','version':'2.0','previousVersion':'1.0'}", List.of());
    }

    Desk promote(String json, List<String> problems) {
        return promote(json, problems, at());
    }

    /** A promotion that was appended before the present moment. */
    Desk promoteAppended(String promotionId, Instant appended) {
        return promote(
                "{'promotionId':'" + promotionId + "','version':'2.0','previousVersion':'1.0'}", List.of(), appended);
    }

    private Desk promote(String json, List<String> problems, Instant appended) {
        return switch (Promotion.parse("images", bytes(json))) {
            case Parsed.Valid<Promotion>(var promotion) -> {
                if (promotion.status() == Promotion.Status.STARTED) {
                    decide(new Input.Succeeded(promotion, problems, coordinates("promotions")));
                }
                decide(new Input.Promoted(promotion, null, problems, coordinates("promotions"), appended));
                yield this;
            }
            case Parsed.Rejected<Promotion> rejected -> throw new AssertionError(rejected.message());
        };
    }

    Desk cancel(String promotionId) {
        return promote("{'promotionId':'" + promotionId + "','version':'2.0','status':'CANCELLED'}", List.of());
    }

    /** A check of the present moment. */
    Desk check(String json) {
        var at = at();
        var coordinates = coordinates("health-checks");
        return switch (HealthCheck.parse("images", bytes(json), new Origin("health-checks", 0, inputs, at))) {
            case Parsed.Valid<HealthCheck>(var check) -> {
                decide(new Input.Checked(check, coordinates, at));
                yield this;
            }
            case Parsed.Rejected<HealthCheck> rejected -> throw new AssertionError(rejected.message());
        };
    }

    Desk ok() {
        return check("{'ok':true}");
    }

    Desk bad() {
        return check("{'ok':false,'errorRate':0.5}");
    }

    /** The window that ends with the present ten seconds. */
    Desk rate(String version, long succeeded, long failed) {
        var conclusive = succeeded + failed >= 20 ? ErrorRate.Verdict.OK : ErrorRate.Verdict.INCONCLUSIVE;
        var start = at().minusMillis(50_000);
        var rate = new ErrorRate("images", version, 60, start, succeeded, failed, null, null, null, conclusive, null);
        decide(new Input.Rated(rate, coordinates("error-rates"), nowMs));
        return this;
    }

    Desk answer(RollbackCommand command, CommandResult.Status status) {
        return answer(command, status, "said " + status);
    }

    Desk answer(RollbackCommand command, CommandResult.Status status, String words) {
        var result = new CommandResult("images", command.commandId(), status, "agent", words, null, null);
        decide(new Input.Answered(result, coordinates("rollback-results")));
        return this;
    }

    Desk command(String commandId, String type, String arguments) {
        var json = "{'commandId':'" + commandId + "','type':'" + type + "','actor':'alice','reason':'because',"
                + "'arguments':" + arguments + "}";
        return switch (OperatorCommand.parse("images", bytes(json))) {
            case Parsed.Valid<OperatorCommand>(var command) -> {
                decide(new Input.Commanded(command, coordinates("operator-commands")));
                yield this;
            }
            case Parsed.Rejected<OperatorCommand> rejected -> throw new AssertionError(rejected.message());
        };
    }

    void decide(Input input) {
        var terms = new Terms(policy, new PolicyRef(RollbackPolicy.NAME, "v1"), plane, 1, hold, () -> targets);
        var now = new Now(nowMs, at(), live, liveSinceMs);
        var outcome = RollbackRules.decide(ledger, input, terms, now);
        assertThat(RollbackRules.decide(ledger, input, terms, now)).isEqualTo(outcome);
        ledger = Json.readState(Json.bytes(outcome.ledger()), Ledger.class);
        assertThat(ledger).isEqualTo(outcome.ledger());
        decided(outcome.decisions());
    }

    Instant at() {
        return START.plusMillis(nowMs);
    }

    private String coordinates(String topic) {
        inputs++;
        return topic + "/0/" + inputs;
    }
}
