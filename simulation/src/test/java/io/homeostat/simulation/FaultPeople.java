package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.FaultScript.Trouble;
import java.util.List;

/** Operators, approvers and deploy tools. */
final class FaultPeople {

    private static final long MINUTE_MS = 60_000;

    private final FaultMail mail;
    private final FaultFleet fleet;
    private int commands;

    FaultPeople(FaultMail mail, FaultFleet fleet) {
        this.mail = mail;
        this.fleet = fleet;
    }

    void begin(Trouble trouble) {
        long ms = trouble.atMs();
        var worker = FaultFleet.id(trouble.worker());
        switch (trouble.kind()) {
            case REQUEST -> mail.say(ms, Topics.RESTART_REQUESTS, worker, FaultTexts.request(worker, "r-" + ms));
            case PAUSE -> {
                var scope = List.of("all", "type:a", "service:texts").get(trouble.subject() % 3);
                command(ms, "PAUSE", scope, "ann", "");
                command(trouble.endMs(), "RESUME", scope, "bob", "");
            }
            case MAINTENANCE -> {
                command(
                        ms,
                        "MAINTENANCE_START",
                        "worker:" + worker,
                        "ann",
                        "\"seconds\":" + trouble.lengthMs() / 1_000);
                command(trouble.endMs() - 500, "MAINTENANCE_END", "worker:" + worker, "ann", "");
            }
            case SWITCH -> {
                var scope = trouble.subject() % 3 == 0 ? "global" : "images";
                command(ms, "KILL_SWITCH_ON", scope, "ann", "");
                command(trouble.endMs(), "KILL_SWITCH_RESET", scope, "ann", "");
            }
            case COMMAND -> any(trouble);
            case POLICY -> policy(trouble);
            case BAD_PROMOTION -> promotion(trouble, 8, false);
            case GOOD_PROMOTION -> promotion(trouble, 16, true);
            case CANCELLED_PROMOTION -> {
                promotion(trouble, 2, false);
                var service = "s-" + ms;
                mail.say(
                        ms + 13_000, Topics.PROMOTIONS, service, FaultTexts.promotion(service, "p-" + ms, "CANCELLED"));
            }
            case BAD_ROLLOUT, GOOD_ROLLOUT -> {
                fleet.runs("images", "2");
                mail.say(ms, Topics.PROMOTIONS, "images", FaultTexts.promotion("images", "rollout-" + ms, "STARTED"));
            }
            case BAD_INPUT -> bad(trouble);
            default -> {} // not a matter of people
        }
    }

    private void promotion(Trouble trouble, int checks, boolean good) {
        long ms = trouble.atMs();
        var service = "s-" + ms;
        mail.say(ms, Topics.PROMOTIONS, service, FaultTexts.promotion(service, "p-" + ms, "STARTED"));
        for (int check = 1; check <= checks; check++) {
            mail.say(
                    ms + 4_000L * check,
                    Topics.HEALTH_CHECKS,
                    service,
                    FaultTexts.check(service, "p-" + ms, check, good));
        }
    }

    private void any(Trouble trouble) {
        long ms = trouble.atMs();
        var worker = FaultFleet.id(trouble.worker());
        var type = trouble.subject() % 2 == 0 ? "a" : "b";
        var flag = trouble.subject() % 4 == 0 ? "new_pipeline" : "newpipeline";
        switch (trouble.subject() / FaultScript.WORKERS % 13) {
            case 0 -> command(ms, "RESTART", worker, "ann", "");
            case 1 -> command(ms, "CANCEL_RESTART", worker, "ann", "");
            case 2 -> command(ms, "BREAKER_OPEN", type, "ann", "");
            case 3 -> command(ms, "BREAKER_RESET", type, "ann", "");
            case 4 -> command(ms, "QUARANTINE", worker, "ann", "");
            case 5 -> command(ms, "FLAG_SET", flag, "ann", "\"value\":true");
            case 6 -> command(ms, "FLAG_RESET", flag, "ann", "");
            case 7 -> command(ms, "STOP_MONITORING", "images", "ann", "");
            case 8 -> command(ms, "ROLLBACK", "images", "ann", "");
            case 9 -> command(ms, "INCIDENT_ACK", "inc-nobody", "ann", "");
            case 10 -> command(ms, "ZOMBIE_CLEANUP", worker, "ann", "");
            case 11 -> command(ms, "APPROVE", worker, "ann", "\"id\":\"rel-nobody\"");
            default -> command(ms, "REJECT", "images", "ann", "\"id\":\"nobody\"");
        }
    }

    private void policy(Trouble trouble) {
        var changes = FaultPolicies.change(trouble.subject());
        for (int i = 0; i < changes.size(); i++) {
            long ms = i == 0 ? trouble.atMs() : trouble.endMs();
            var version = "v-" + trouble.atMs() + '-' + i;
            mail.say(ms, Topics.POLICY_REQUESTS, changes.get(i).name(), FaultTexts.policy(changes.get(i), version));
        }
    }

    private void bad(Trouble trouble) {
        var topics = List.of(
                Topics.HEARTBEATS,
                Topics.FAILURES,
                Topics.RESTART_REQUESTS,
                Topics.RESTART_RESULTS,
                Topics.FIX_RESULTS,
                Topics.PROMOTIONS,
                Topics.HEALTH_CHECKS,
                Topics.ROLLBACK_RESULTS,
                Topics.OPERATOR_COMMANDS);
        TopicSpec topic = topics.get(trouble.subject() % topics.size());
        var texts = List.of(
                "{\"bad\":",
                "[]",
                "{\"workerId\":\"other\",\"service\":\"other\",\"subject\":\"other\"}",
                "{\"bad\":\"" + "x".repeat(70_000) + "\"}",
                "");
        var text = texts.get(trouble.subject() / topics.size() % texts.size());
        mail.say(trouble.atMs(), topic, FaultFleet.id(trouble.worker()), text.getBytes(UTF_8));
    }

    /** True for a record that this makes bad on purpose. */
    static boolean isBad(Recorder.Seen input) {
        var value = input.record().value();
        if (value == null || value.length > 60_000 || !input.value().isObject()) {
            return true;
        }
        return input.value().has("bad") || input.text("workerId").equals("other");
    }

    /** Whoever asked tries to approve it alone; then another one does. */
    void awaits(Recorder.Seen waiting, long ms) {
        var id = "\"id\":\"" + waiting.text("id") + '"';
        command(ms + 1_000, "APPROVE", waiting.key(), "ann", id);
        command(ms + 2_000, "APPROVE", waiting.key(), "bob", id);
    }

    /** A fix that waits is approved or rejected. */
    void judges(Recorder.Seen fix, long ms) {
        var id = "\"id\":\"" + fix.text("fixId") + '"';
        boolean approves = Math.floorMod(fix.text("fixId").hashCode(), 3) > 0;
        command(ms + 1_000, approves ? "APPROVE" : "REJECT", fix.key(), "bob", id);
    }

    /** Who was set aside is released after a while. */
    void releases(String worker, long ms) {
        command(ms + MINUTE_MS / 3, "RELEASE", worker, "ann", "");
    }

    /** A restart ended by a person's will, or was only rehearsed: later a person asks for it. */
    void asksAgain(String worker, long ms) {
        mail.say(ms, Topics.RESTART_REQUESTS, worker, FaultTexts.request(worker, "again-" + ms));
    }

    private void command(long ms, String type, String subject, String actor, String arguments) {
        var id = "c-" + commands++ + '-' + type;
        mail.say(ms, Topics.OPERATOR_COMMANDS, subject, FaultTexts.command(id, type, subject, actor, arguments));
    }
}
