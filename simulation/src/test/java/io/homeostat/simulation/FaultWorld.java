package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.FaultScript.Kind;
import io.homeostat.simulation.FaultScript.Target;
import io.homeostat.simulation.FaultScript.Trouble;
import io.homeostat.simulation.engine.LoggedRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fleet, its agents and its people, who live by a script and by what the plane commands. */
final class FaultWorld {

    static final long START = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();

    private static final long STEP_MS = 500;

    /** After the last trouble everything must be over within so long. */
    private static final long PATIENCE_MS = 420_000;

    /** So long nothing is open before the day counts as over. */
    private static final long REST_MS = 20_000;

    private static final String HEARTBEATS = "heartbeat-service";
    private static final List<String> SERVICES = List.of(
            HEARTBEATS,
            "restart-service",
            "restart-service",
            "pattern-service",
            "autofix-service",
            "rollback-service",
            "rollback-service-switch",
            "rollback-service-policies");

    private final FaultScript script;
    private final long quietMs;
    private final FaultMail mail;
    private final FaultFleet fleet;
    private final FaultAgent agent;
    private final FaultPeople people;
    private final FaultInvariants invariants;
    private final Map<String, Integer> away = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private long nowMs;

    private FaultWorld(FaultScript script, long quietMs) {
        this.script = script;
        this.quietMs = quietMs;
        mail = new FaultMail(script);
        fleet = new FaultFleet(script, mail);
        agent = new FaultAgent(script, mail, fleet);
        people = new FaultPeople(mail, fleet);
        invariants = new FaultInvariants(this);
    }

    /**
     * Lives through a script.
     *
     * @param quietMs so long everything is well at the end, and nothing may be decided any more
     */
    static FaultInvariants live(FaultScript script, long quietMs) {
        var world = new FaultWorld(script, quietMs);
        world.live();
        return world.invariants;
    }

    FaultFleet fleet() {
        return fleet;
    }

    /** Milliseconds since the beginning. */
    long nowMs() {
        return nowMs;
    }

    private void live() {
        var setup = new Setup(AgentMode.RECORDED, true, true, FaultPolicies.seeds());
        try (var simulation = new Simulation(setup, this::watch)) {
            long restSinceMs = 0;
            long endMs = script.endMs() + PATIENCE_MS;
            for (; nowMs < endMs && !invariants.isBroken() && nowMs - REST_MS < restSinceMs; nowMs += STEP_MS) {
                step(simulation);
                restSinceMs = isResting() ? Math.max(restSinceMs, invariants.decidedMs()) : nowMs;
            }
            if (!invariants.isBroken()) {
                invariants.atRest();
                invariants.beginQuiet();
            }
            for (endMs = nowMs + quietMs; nowMs < endMs && !invariants.isBroken(); nowMs += STEP_MS) {
                step(simulation);
            }
        }
    }

    private boolean isResting() {
        return nowMs > script.endMs()
                && fleet.isWell()
                && agent.isIdle()
                && invariants.open().isEmpty();
    }

    private void watch(LoggedRecord record) {
        boolean service = record.writer() == LoggedRecord.Writer.SERVICE;
        if (!service && record.writer() != LoggedRecord.Writer.INPUT) {
            return;
        }
        if (service && (record.topic().kind() == TopicSpec.Kind.INTERNAL)) {
            return;
        }
        var seen = Recorder.seen(record);
        invariants.see(seen);
        if (service) {
            react(seen);
        }
    }

    private void react(Recorder.Seen seen) {
        switch (seen.record().topic().name()) {
            case "restart-commands", "rollback-commands", "fix-commands" -> agent.receive(seen);
            case "audit" -> {
                if (seen.text("decision").equals("AWAITING_APPROVAL")) {
                    people.awaits(seen, nowMs);
                }
            }
            case "fixes" -> {
                if (seen.text("status").equals("AWAITING_APPROVAL")) {
                    people.judges(seen, nowMs);
                }
            }
            case "quarantine" -> {
                if (seen.text("status").equals("QUARANTINED")) {
                    people.releases(seen.key(), nowMs);
                }
            }
            case "restarts" -> {
                boolean byWill = seen.text("status").equals("DRY_RUN")
                        || (seen.text("status").equals("CANCELLED")
                                && seen.text("reason").equals("MANUAL"));
                if (byWill && forgotten.add(seen.key())) {
                    people.asksAgain(seen.key(), Math.max(nowMs, script.endMs()) + 5_000);
                }
            }
            default -> {}
        }
    }

    private void step(Simulation simulation) {
        boolean reachable = !script.has(Kind.BROKER_AWAY, nowMs);
        for (var trouble : script.ending(nowMs, STEP_MS)) {
            end(trouble, simulation);
        }
        for (var trouble : script.beginning(nowMs, STEP_MS)) {
            begin(trouble, simulation);
        }
        boolean ticks = reachable && !away.containsKey(HEARTBEATS);
        simulation.writeTicks(ticks);
        fleet.step(nowMs, STEP_MS, reachable, ticks);
        if (reachable) {
            mail.deliver(simulation, nowMs, nowMs + STEP_MS, this::appended);
        }
        simulation.passTo(START + nowMs + STEP_MS - 1);
        agent.step(nowMs);
    }

    private void appended(TopicSpec topic, @Nullable String key, byte[] value) {
        var number = topic.equals(Topics.HEARTBEATS) ? FaultFleet.number(key) : null;
        if (number != null) {
            fleet.heard(number, nowMs, new String(value, UTF_8));
        }
    }

    private void begin(Trouble trouble, Simulation simulation) {
        if (trouble.kind().target() != Target.PLANE) {
            fleet.begin(trouble);
            people.begin(trouble);
            return;
        }
        var plane = simulation.plane();
        var service = service(trouble);
        if (plane == null || away.containsKey(service)) {
            return;
        }
        switch (trouble.kind()) {
            case SERVICE_DIES -> plane.faults().restart(service);
            case TRANSACTION_ABORTS -> plane.faults().abortNext(service);
            case TASK_MOVES -> plane.faults().move(service, trouble.subject() / SERVICES.size());
            default -> {
                away.put(service, trouble.subject());
                plane.faults().stop(service);
            }
        }
    }

    private void end(Trouble trouble, Simulation simulation) {
        var plane = simulation.plane();
        if (trouble.kind() == Kind.SERVICE_AWAY && plane != null) {
            var service = service(trouble);
            if (away.remove(service, trouble.subject())) {
                plane.faults().catchUp(service, new Random(trouble.atMs()));
            }
        }
        if (trouble.kind() == Kind.BAD_ROLLOUT || trouble.kind() == Kind.GOOD_ROLLOUT) {
            fleet.runs("images", "1");
        }
    }

    private static String service(Trouble trouble) {
        return SERVICES.get(trouble.subject() % SERVICES.size());
    }
}
