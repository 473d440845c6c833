package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.FaultScript.Kind;
import io.homeostat.simulation.engine.LoggedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Workers and their agent, who live by a script and by what the plane commands. */
final class FaultWorld {

    static final long START = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();
    private static final long STEP_MS = 500;
    private static final long BEAT_MS = 5_000;
    private static final long END_MS = FaultScript.LAST_MS + 60_000 + 330_000;
    private static final List<String> SERVICES = List.of(
            "heartbeat-service",
            "restart-service",
            "restart-service",
            "pattern-service",
            "autofix-service",
            "rollback-service",
            "rollback-service-switch",
            "rollback-service-policies");

    private final FaultScript script;
    private final FaultInvariants invariants = new FaultInvariants(this);
    private final Worker[] workers = new Worker[FaultScript.WORKERS];
    private final List<LoggedRecord> commanded = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::ms).thenComparingLong(Due::order));
    private long order;

    private record Due(long ms, long order, TopicSpec topic, String key, String value) {}

    private static final class Worker {
        private String incarnation = "first";
        private boolean up = true;
        private long nextBeatMs;
        private long lastBeatMs;
        private long sequence;
    }

    private FaultWorld(FaultScript script) {
        this.script = script;
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
            workers[i].nextBeatMs = 300L * i;
        }
    }

    /** Lives through a script. */
    static FaultInvariants live(FaultScript script) {
        var world = new FaultWorld(script);
        world.live();
        return world.invariants;
    }

    static String id(int worker) {
        return "w-" + worker;
    }

    boolean isCalm(String worker) {
        return worker.startsWith("w-") && script.isCalmFor(Integer.parseInt(worker.substring(2)));
    }

    long silentMs(String worker, long timeMs) {
        return timeMs - START - workers[Integer.parseInt(worker.substring(2))].lastBeatMs;
    }

    boolean isBeating(int worker) {
        return workers[worker].up;
    }

    private void live() {
        try (var simulation =
                new Simulation(new Setup(AgentMode.RECORDED, true, true, FaultPolicies.seeds()), this::watch)) {
            for (long ms = 0; ms < END_MS && invariants.broken().isEmpty(); ms += STEP_MS) {
                step(simulation, ms);
            }
            if (invariants.broken().isEmpty()) {
                invariants.atRest();
            }
        }
    }

    private void watch(LoggedRecord record) {
        if (record.writer() == LoggedRecord.Writer.SERVICE) {
            var seen = Recorder.seen(record);
            invariants.see(seen);
            if (record.topic().equals(Topics.AUDIT) && seen.text("decision").equals("AWAITING_APPROVAL")) {
                approve(seen);
            }
            if (record.topic().equals(Topics.RESTART_COMMANDS)
                    || record.topic().equals(Topics.ROLLBACK_COMMANDS)
                    || record.topic().equals(Topics.FIX_COMMANDS)) {
                commanded.add(record);
            }
        }
    }

    private void step(Simulation simulation, long ms) {
        boolean reachable = !script.has(Kind.BROKER_AWAY, ms);
        simulation.writeTicks(reachable);
        for (var trouble : script.beginning(ms, STEP_MS)) {
            begin(trouble, simulation);
        }
        for (int i = 0; i < workers.length; i++) {
            beat(i, ms, reachable);
        }
        while (reachable && !due.isEmpty() && due.element().ms() <= ms + STEP_MS - 1) {
            append(simulation, due.remove(), ms);
        }
        simulation.passTo(START + ms + STEP_MS - 1);
        var orders = List.copyOf(commanded);
        commanded.clear();
        orders.forEach(order -> obey(Recorder.seen(order), ms));
    }

    /** What waited for the broker comes when it is back. */
    private void append(Simulation simulation, Due next, long ms) {
        var at = START + Math.max(next.ms(), ms);
        boolean strange = next.topic().equals(Topics.HEARTBEATS)
                && script.has(Kind.STRANGE_BEATS, Integer.parseInt(next.key().substring(2)), ms);
        var partition = strange ? Integer.valueOf((int) (next.ms() / BEAT_MS % 6)) : null;
        var line = new InputLine(
                Math.max(at, simulation.nowMs()),
                next.topic(),
                partition,
                next.key().getBytes(UTF_8),
                next.value().getBytes(UTF_8),
                new RecordHeaders());
        simulation.accept(line);
        if (script.has(Kind.DUPLICATES, ms)) {
            simulation.accept(line);
        }
    }

    private void beat(int index, long ms, boolean reachable) {
        var worker = workers[index];
        if (worker.nextBeatMs >= ms + STEP_MS) {
            return;
        }
        long at = worker.nextBeatMs;
        worker.nextBeatMs += BEAT_MS;
        if (!worker.up || !reachable || script.has(Kind.SILENCE, index, ms)) {
            return; // a beat that cannot be sent is not sent later
        }
        worker.lastBeatMs = at;
        worker.sequence++;
        boolean skewed = script.has(Kind.STRANGE_BEATS, index, ms);
        say(at, Topics.HEARTBEATS, id(index), FaultTexts.beat(id(index), worker.incarnation, worker.sequence, skewed));
    }

    private void begin(FaultScript.Trouble trouble, Simulation simulation) {
        long ms = trouble.atMs();
        int index = trouble.subject() % FaultScript.WORKERS;
        var plane = simulation.plane();
        switch (trouble.kind()) {
            case CRASH -> {
                if (workers[index].up) {
                    workers[index].up = false;
                    say(ms, Topics.FAILURES, id(index), FaultTexts.crash(id(index), workers[index].incarnation, ms));
                }
            }
            case DEATH -> workers[index].up = false;
            case REQUEST -> say(ms, Topics.RESTART_REQUESTS, id(index), FaultTexts.request(id(index), ms));
            case PAUSE -> {
                command(ms, "PAUSE", "all", "ann", "");
                command(ms + trouble.lengthMs(), "RESUME", "all", "ann", "");
            }
            case SWITCH -> {
                command(ms, "KILL_SWITCH_ON", "images", "ann", "");
                command(ms + trouble.lengthMs(), "KILL_SWITCH_RESET", "images", "ann", "");
            }
            case BAD_PROMOTION -> promotion(trouble, false);
            case GOOD_PROMOTION -> promotion(trouble, true);
            case SERVICE_DIES -> {
                if (plane != null) {
                    plane.restart(SERVICES.get(trouble.subject() % SERVICES.size()));
                }
            }
            case TRANSACTION_ABORTS -> {
                if (plane != null) {
                    plane.abortNext(SERVICES.get(trouble.subject() % SERVICES.size()));
                }
            }
            case SILENCE, STRANGE_BEATS, DUPLICATES, AGENT_AWAY, STARTS_FAIL, BROKER_AWAY -> {}
        }
    }

    private void promotion(FaultScript.Trouble trouble, boolean good) {
        var service = "s-" + trouble.atMs();
        say(trouble.atMs(), Topics.PROMOTIONS, service, FaultTexts.promotion(service, trouble.atMs()));
        for (int check = 1; check <= (good ? 16 : 8); check++) {
            long ms = trouble.atMs() + 4_000L * check;
            say(ms, Topics.HEALTH_CHECKS, service, FaultTexts.check(service, check, good));
        }
    }

    private void command(long ms, String type, String subject, String actor, String id) {
        say(ms, Topics.OPERATOR_COMMANDS, subject, FaultTexts.command(ms, type, subject, actor, id));
    }

    /** Whoever asked for a reset tries to approve it alone; then another one does. */
    private void approve(Recorder.Seen answer) {
        long ms = answer.timeMs() - START;
        command(ms + 1_000, "APPROVE", answer.key(), "ann", answer.text("id"));
        command(ms + 2_000, "APPROVE", answer.key(), "bob", answer.text("id"));
    }

    /** The agent: acts on the incarnation that is meant, and answers. */
    private void obey(Recorder.Seen command, long ms) {
        if (script.has(Kind.AGENT_AWAY, ms)) {
            return;
        }
        var topic = command.record().topic();
        if (!topic.equals(Topics.RESTART_COMMANDS)) {
            answer(
                    topic.equals(Topics.FIX_COMMANDS) ? Topics.FIX_RESULTS : Topics.ROLLBACK_RESULTS,
                    command,
                    ms,
                    "SUCCEEDED",
                    "");
            return;
        }
        var worker = workers[Integer.parseInt(command.key().substring(2))];
        var action = command.text("action");
        if (!action.equals("START")) {
            boolean meant = !command.value().has("expectedIncarnation")
                    || command.text("expectedIncarnation").equals(worker.incarnation);
            worker.up = worker.up && !meant;
        }
        if (action.equals("TERMINATE")) {
            answer(Topics.RESTART_RESULTS, command, ms, "SUCCEEDED", "");
        } else if (script.has(Kind.STARTS_FAIL, ms)) {
            answer(Topics.RESTART_RESULTS, command, ms, "FAILED", "");
        } else {
            worker.up = true;
            worker.incarnation = command.text("commandId");
            worker.sequence = 0;
            worker.nextBeatMs = ms + 2_000;
            answer(Topics.RESTART_RESULTS, command, ms, "SUCCEEDED", worker.incarnation);
        }
    }

    private void answer(TopicSpec topic, Recorder.Seen command, long ms, String status, String incarnation) {
        say(ms + 700, topic, command.key(), FaultTexts.result(command.text("commandId"), status, incarnation));
    }

    private void say(long ms, TopicSpec topic, String key, String value) {
        due.add(new Due(ms, order++, topic, key, value));
    }
}
