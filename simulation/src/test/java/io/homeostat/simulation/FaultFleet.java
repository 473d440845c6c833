package io.homeostat.simulation;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.FaultScript.Kind;
import io.homeostat.simulation.FaultScript.Trouble;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workers: what they really are, whatever the plane believes. */
final class FaultFleet {

    private static final long BEAT_MS = 5_000;
    private static final long START_MS = 2_000;
    private static final long LIFE_IN_A_LOOP_MS = 3_000;

    /** A worker after so long without trouble has nothing that anybody could hold against it. */
    private static final long CALM_MS = 45_000;

    private final FaultScript script;
    private final FaultMail mail;
    private final Worker[] workers = new Worker[FaultScript.WORKERS];
    private final Set<String> fenced = new HashSet<>();
    private long lostMs;
    private int gaps;
    private boolean sees = true;

    /** One worker. */
    static final class Worker {
        private final String type;
        private final String service;
        private String version = "1";
        private String incarnation = "first";
        private boolean up = true;
        private boolean known = true;
        private boolean leaving;
        private boolean left;
        private long upSinceMs;
        private long nextBeatMs;
        private long sequence;
        private long progress;
        private long heardMs;
        private int heardGaps;
        private long troubledMs = -CALM_MS;

        private Worker(String type, String service) {
            this.type = type;
            this.service = service;
        }

        String type() {
            return type;
        }

        String service() {
            return service;
        }

        String version() {
            return version;
        }

        String incarnation() {
            return incarnation;
        }

        long sequence() {
            return sequence;
        }

        long progress() {
            return progress;
        }

        boolean isUp() {
            return up;
        }
    }

    FaultFleet(FaultScript script, FaultMail mail) {
        this.script = script;
        this.mail = mail;
        for (int i = 0; i < workers.length; i++) {
            workers[i] = i < workers.length / 2 ? new Worker("a", "images") : new Worker("b", "texts");
            workers[i].nextBeatMs = 300L * i;
        }
    }

    static String id(int worker) {
        return "w-" + worker;
    }

    /** Null for a key that is none of a worker. */
    static @Nullable Integer number(@Nullable String key) {
        return key != null && key.matches("w-[0-9]") ? Integer.valueOf(key.substring(2)) : null;
    }

    Worker worker(int number) {
        return workers[number];
    }

    /** A step of the world in which ticks are written, or none. */
    void step(long ms, long stepMs, boolean reachable, boolean ticks) {
        if (!ticks) {
            lostMs += stepMs;
            gaps += sees ? 1 : 0;
        }
        sees = ticks;
        for (int i = 0; i < workers.length; i++) {
            var worker = workers[i];
            if (script.has(Kind.CRASH_LOOP, i, ms) && ms - worker.upSinceMs >= LIFE_IN_A_LOOP_MS) {
                end(i, ms, i % 2 == 0 ? "CRASH" : "OUT_OF_MEMORY");
            }
            if (worker.left && !script.has(Kind.GOOD_BYE, i, ms)) {
                start(i, ms, "back-" + ms);
                worker.nextBeatMs = ms;
                worker.known = false; // who comes by itself must be heard, or its end means nothing to anybody
            }
            beat(i, ms, stepMs, reachable);
            if (!worker.up
                    || silentMs(i, ms) >= FaultPolicies.ZOMBIE_MS
                    || script.has(Kind.STUCK, i, ms)
                    || fenced.contains(id(i) + '/' + worker.incarnation)) {
                worker.troubledMs = ms;
            }
        }
    }

    private void beat(int index, long ms, long stepMs, boolean reachable) {
        var worker = workers[index];
        if (worker.nextBeatMs >= ms + stepMs) {
            return;
        }
        long at = Math.max(ms, worker.nextBeatMs);
        worker.nextBeatMs = at + BEAT_MS;
        boolean flaps = script.has(Kind.FLAPPING, index, ms) && at / BEAT_MS % 3 != 0;
        if (!worker.up || !reachable || flaps || script.has(Kind.SILENCE, index, ms)) {
            return; // a beat that cannot be sent is not sent later
        }
        worker.sequence++;
        worker.progress += script.has(Kind.STUCK, index, ms) ? 0 : 1;
        boolean fails = worker.version.equals("2") && script.has(Kind.BAD_ROLLOUT, ms);
        boolean skewed = script.has(Kind.STRANGE_BEATS, index, ms);
        var status = worker.leaving ? "STOPPED" : "RUNNING";
        mail.say(at, Topics.HEARTBEATS, id(index), FaultTexts.beat(id(index), worker, status, fails ? 12 : 0, skewed));
        if (worker.leaving) {
            worker.leaving = false;
            worker.up = false;
            worker.left = true;
        }
    }

    void begin(Trouble trouble) {
        int index = trouble.worker();
        var worker = workers[index];
        long ms = trouble.atMs();
        switch (trouble.kind()) {
            case CRASH -> end(index, ms, "CRASH");
            case OUT_OF_MEMORY -> end(index, ms, "OUT_OF_MEMORY");
            case DEATH -> worker.up &= !worker.known;
            case GOOD_BYE -> worker.leaving = worker.up;
            case TASK_ERRORS -> taskErrors(index, trouble);
            default -> {} // is asked for while it lasts
        }
    }

    private void end(int index, long ms, String kind) {
        var worker = workers[index];
        if (worker.up && worker.known) {
            stop(index);
            mail.say(
                    ms,
                    Topics.FAILURES,
                    id(index),
                    FaultTexts.failure(id(index), worker, kind, "f-" + index + '-' + ms, null));
        }
    }

    private void taskErrors(int index, Trouble trouble) {
        var messages = new String[] {"deadline exceeded after 30 s", "JSONDecodeError: row 17", "KeyError: 'size'"};
        int which = trouble.subject() / FaultScript.WORKERS % messages.length;
        for (int i = 0; i < 4; i++) {
            long at = trouble.atMs() + i * Math.max(500, trouble.lengthMs() / 4);
            var id = "t-" + index + '-' + at;
            var text = FaultTexts.failure(id(index), workers[index], "TASK_ERROR", id, messages[which]);
            mail.say(at, Topics.FAILURES, id(index), text);
        }
    }

    void stop(int index) {
        workers[index].up = false;
        workers[index].leaving = false;
    }

    void start(int index, long ms, String incarnation) {
        var worker = workers[index];
        worker.up = true;
        worker.left = false;
        worker.known = true;
        worker.incarnation = incarnation;
        worker.sequence = 0;
        worker.upSinceMs = ms;
        worker.nextBeatMs = ms + START_MS;
    }

    /** Every worker of a service runs another version from now on. */
    void runs(String service, String version) {
        for (var worker : workers) {
            if (worker.service.equals(service)) {
                worker.version = version;
            }
        }
    }

    /** A beat of the worker stands in the log. */
    void heard(int index, long ms, String text) {
        var worker = workers[index];
        if (text.contains("\"incarnation\":\"" + worker.incarnation + '"')) {
            worker.heardMs = ms - lostMs;
            worker.heardGaps = gaps;
            worker.known = true;
        }
    }

    /** The end of this incarnation was commanded. */
    void fence(String worker, String incarnation) {
        fenced.add(worker + '/' + incarnation);
    }

    boolean isFenced(String worker, String incarnation) {
        return fenced.contains(worker + '/' + incarnation);
    }

    /** How long nothing was heard of a worker while the plane could hear; never too short. */
    long silentMs(int index, long ms) {
        var worker = workers[index];
        return ms - lostMs - worker.heardMs + 500L * (1 + gaps - worker.heardGaps);
    }

    /** True if nothing was wrong with a worker for a while. */
    boolean isCalm(int index, long ms) {
        return ms - workers[index].troubledMs >= CALM_MS;
    }

    boolean isWell() {
        return Arrays.stream(workers).allMatch(worker -> worker.up && !worker.leaving);
    }
}
