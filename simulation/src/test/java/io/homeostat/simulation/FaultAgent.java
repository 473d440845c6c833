package io.homeostat.simulation;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.FaultScript.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The agents: they carry out each command at most once, while it is valid, on the incarnation that is meant. */
final class FaultAgent {

    private static final long WORK_MS = 700;
    private static final long SLOW_MS = 8_000;
    private static final String ALL = "agent-a";

    private final FaultScript script;
    private final FaultMail mail;
    private final FaultFleet fleet;
    private final List<Recorder.Seen> unread = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Long> generations = new HashMap<>();
    private final Map<String, long[]> settings = new HashMap<>();

    FaultAgent(FaultScript script, FaultMail mail, FaultFleet fleet) {
        this.script = script;
        this.mail = mail;
        this.fleet = fleet;
    }

    void receive(Recorder.Seen command) {
        unread.add(command);
    }

    boolean isIdle() {
        return unread.isEmpty();
    }

    void step(long ms) {
        if (script.has(Kind.AGENT_AWAY, ms) || script.has(Kind.BROKER_AWAY, ms)) {
            return;
        }
        var commands = List.copyOf(unread);
        unread.clear();
        commands.forEach(command -> obey(command, ms));
    }

    private void obey(Recorder.Seen command, long ms) {
        if (!done.add(command.text("commandId"))) {
            return;
        }
        var subject = command.record().topic().name() + '/' + command.key();
        long generation = command.value().path("generation").asLong();
        boolean isOld = generation < generations.getOrDefault(subject, 0L);
        boolean isLate = Instant.parse(command.text("validUntil")).toEpochMilli() < FaultWorld.START + ms;
        if (isOld || isLate) {
            answer(command, ms, "REFUSED", null);
            return;
        }
        generations.put(subject, generation);
        if (script.has(Kind.AGENT_FAILS, ms)) {
            answer(command, ms, "FAILED", null);
            return;
        }
        switch (command.record().topic().name()) {
            case "restart-commands" -> restart(command, ms);
            case "fix-commands" -> fix(command, ms);
            default -> {
                fleet.runs(command.text("service"), command.text("toVersion"));
                answer(command, ms, "SUCCEEDED", null);
            }
        }
    }

    private void restart(Recorder.Seen command, long ms) {
        var number = FaultFleet.number(command.key());
        if (number == null) {
            answer(command, ms, "REFUSED", null);
            return;
        }
        var worker = fleet.worker(number);
        var action = command.text("action");
        boolean meant = !command.value().has("expectedIncarnation")
                || command.text("expectedIncarnation").equals(worker.incarnation());
        if (!action.equals("START") && meant) {
            fleet.stop(number);
        }
        if (action.equals("TERMINATE")) {
            answer(command, ms, "SUCCEEDED", null); // whoever is meant is gone
        } else if (worker.isUp()) {
            answer(command, ms, "REFUSED", null);
        } else if (script.has(Kind.STARTS_FAIL, ms)) {
            answer(command, ms, "FAILED", null);
        } else {
            fleet.start(number, ms, command.text("commandId"));
            answer(command, ms, "SUCCEEDED", command.text("commandId"));
        }
    }

    private void fix(Recorder.Seen command, long ms) {
        var names = List.of("memory_mb", "timeout_seconds", "batch_size");
        var now = settings.computeIfAbsent(command.key(), _ -> new long[] {1_024, 60, 64});
        for (int i = 0; i < names.size(); i++) {
            var before = command.value().path("before").path(names.get(i));
            if (before.isNumber() && before.asLong() != now[i]) {
                answer(command, ms, "REFUSED", null);
                return;
            }
        }
        for (int i = 0; i < names.size(); i++) {
            now[i] = command.value().path("after").path(names.get(i)).asLong(now[i]);
        }
        var service = command.key().equals("type/a") ? "images" : "texts";
        mail.say(
                ms + WORK_MS,
                Topics.COMPONENTS,
                command.key(),
                FaultTexts.component(command.key(), service, command.text("agent"), now[0], now[1], now[2]));
        answer(command, ms, "SUCCEEDED", null);
    }

    private void answer(Recorder.Seen command, long ms, String status, @Nullable String incarnation) {
        if (script.has(Kind.AGENT_MUTE, ms)) {
            return;
        }
        boolean slow = script.has(Kind.AGENT_SLOW, ms);
        var agent = command.text("agent").isEmpty() ? ALL : command.text("agent");
        var id = command.text("commandId");
        if (slow) {
            mail.say(ms + WORK_MS, results(command), command.key(), FaultTexts.result(id, "ACCEPTED", agent, null));
        }
        mail.say(
                ms + (slow ? SLOW_MS : WORK_MS),
                results(command),
                command.key(),
                FaultTexts.result(id, status, agent, incarnation));
    }

    private static TopicSpec results(Recorder.Seen command) {
        return switch (command.record().topic().name()) {
            case "restart-commands" -> Topics.RESTART_RESULTS;
            case "fix-commands" -> Topics.FIX_RESULTS;
            default -> Topics.ROLLBACK_RESULTS;
        };
    }
}
