package io.homeostat.heartbeat.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.contract.WorkerStatus.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random lives of one worker, wild ones included; after every step what must always hold is looked at. */
class RandomHistoriesTest {

    private static final int STEPS = 3_000;
    private static final RestartCommand.Action[] ACTIONS = RestartCommand.Action.values();
    private static final CommandResult.Status[] STATUSES = CommandResult.Status.values();
    private static final List<String> EXTRAS = List.of(
            "", ",'status':'STOPPED'", ",'status':'STARTING'", ",'progress':5", ",'progress':6", ",'healthScore':30");

    private final List<String> steps = new ArrayList<>();
    private Random random = new Random(0);
    private Script script = new Script();
    private long nowMs;
    private int incarnations;
    private int commands;

    @ParameterizedTest
    @ValueSource(
            longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1_597, 2_584, 4_181, 6_765, 10_946})
    void invariants_hold(long seed) {
        random = new Random(seed);
        try {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
        } catch (AssertionError e) {
            fail("seed " + seed + ", last steps: " + steps.subList(Math.max(0, steps.size() - 12), steps.size()), e);
        }
        everyIdIsUsedOnce();
        oneZombiePerIncidentAndIncarnation();
        statusIsWrittenOnChangeOnly();
    }

    private void step() {
        var before = script.worker;
        int written = script.decisions.size();
        nowMs += random.nextInt(10) == 0 ? random.nextLong(400_000) : random.nextLong(40_000);
        tickTo(nowMs - nowMs % 500);
        zombiesHadTheirTime(written);
        switch (random.nextInt(12)) {
            case 0 -> log("crash", script.crash(jittered(), random.nextBoolean() ? null : someIncarnation()));
            case 1 -> command();
            case 2 ->
                log("result", script.result(jittered(), someCommand(), STATUSES[random.nextInt(STATUSES.length)]));
            case 3 -> newIncarnationBeats();
            case 4 -> log("nameless", script.beat(jittered(), "'sequence':" + random.nextInt(20)));
            case 5 -> log("nameless", script.beat(jittered(), "'progress':1"));
            default -> namedBeat();
        }
        incidentIsOpenExactlyInTrouble();
        assertThat(before == null
                        || script.worker == null
                        || script.worker.trail().changes() >= before.trail().changes())
                .isTrue();
    }

    private void tickTo(long atMs) {
        script.tick(atMs);
        if (script.worker != null) {
            assertThat(DueTimes.of(script.worker, Script.DEFAULTS)).isGreaterThan(atMs);
        }
    }

    private void namedBeat() {
        var incarnation = someIncarnation();
        var fields = "'incarnation':'" + incarnation + "','sequence':" + random.nextInt(1_000)
                + EXTRAS.get(random.nextInt(EXTRAS.size()));
        var before = script.worker;
        var state = script.state();
        boolean fenced = before != null && before.fence(incarnation) != null;
        long at = jittered();
        log("beat " + fields, script.beat(at, fields));
        if (fenced) {
            assertThat(script.state())
                    .as("a fenced incarnation revives nothing")
                    .isEqualTo(state);
        }
        replayChangesNothing(at, fields);
    }

    private void replayChangesNothing(long at, String fields) {
        var worker = script.worker;
        int written = script.decisions.size();
        if (worker != null
                && fields.contains("'incarnation':'" + worker.life().incarnation() + "'")
                && worker.life().sequence() != Life.NONE
                && worker.fence(worker.life().incarnation()) == null) {
            script.beat(at, fields);
            assertThat(script.worker).as("a replay changes nothing").isEqualTo(worker);
            assertThat(script.decisions).hasSize(written);
        }
    }

    private void newIncarnationBeats() {
        incarnations++;
        var incarnation = "i-" + incarnations;
        log("new " + incarnation, script.beat(nowMs, "'incarnation':'" + incarnation + "','sequence':0"));
        assertThat(script.state()).as("a new incarnation is alive").isEqualTo(WorkerState.ALIVE);
        assertThat(Objects.requireNonNull(script.worker).life().incarnation()).isEqualTo(incarnation);
    }

    private void command() {
        commands++;
        var action = ACTIONS[random.nextInt(ACTIONS.length)];
        log(action + " cmd-" + commands, script.command(nowMs, action, "cmd-" + commands, expected()));
    }

    private @Nullable String expected() {
        var worker = script.worker;
        return worker == null || random.nextInt(4) == 0 ? null : worker.life().incarnation();
    }

    private String someIncarnation() {
        return switch (random.nextInt(6)) {
            case 0 -> "cmd-" + Math.max(1, commands);
            case 1 -> "i-" + Math.max(0, incarnations - random.nextInt(3));
            default -> {
                var worker = script.worker;
                var present = worker == null ? null : worker.life().incarnation();
                yield present == null || present.startsWith(Life.ASSIGNED) ? "i-" + incarnations : present;
            }
        };
    }

    private String someCommand() {
        return "cmd-" + Math.max(1, commands - random.nextInt(2));
    }

    /** Records of other partitions and topics may be read a little late. */
    private long jittered() {
        return Math.max(0, nowMs - (random.nextInt(4) == 0 ? random.nextLong(5_000) : 0));
    }

    private void log(String step, Script unused) {
        assertThat(unused).isSameAs(script);
        steps.add(nowMs + " " + step + " -> " + script.state());
    }

    private void zombiesHadTheirTime(int from) {
        script.decisions.subList(from, script.decisions.size()).forEach(decision -> {
            if (decision instanceof WorkerDecision.StatusWritten(var status)
                    && status.reason() == Reason.SILENT
                    && status.state() == WorkerState.ZOMBIE) {
                long seen = Objects.requireNonNull(status.lastSeen()).toEpochMilli();
                assertThat(status.since().toEpochMilli() - seen)
                        .as("zombie + double check since the last beat")
                        .isGreaterThanOrEqualTo(302_000);
            }
        });
    }

    private void incidentIsOpenExactlyInTrouble() {
        var worker = script.worker;
        if (worker == null) {
            return;
        }
        var incident = worker.trail().incidentId();
        switch (worker.state()) {
            case ALIVE, STOPPED -> assertThat(incident).as("closed").isNull();
            case WARNING, UNRESPONSIVE, ZOMBIE, FAILED, STUCK ->
                assertThat(incident).as("open").isNotNull();
            case REGISTERED -> {} // announced anew out of trouble: its incident waits for the first beat
        }
    }

    private void everyIdIsUsedOnce() {
        var ids = new HashSet<String>();
        for (var status : script.statuses()) {
            assertThat(ids.add(status.provenance().id()))
                    .as("an id is used once, in all lives of a worker")
                    .isTrue();
        }
    }

    private void oneZombiePerIncidentAndIncarnation() {
        var seen = new HashSet<String>();
        for (var decision : script.decisions) {
            if (decision instanceof WorkerDecision.FailureRaised(var failure) && failure.kind() == FailureKind.ZOMBIE) {
                var incident = Objects.requireNonNull(failure.provenance()).incidentId();
                assertThat(seen.add(incident + " " + failure.incarnation())).isTrue();
            }
        }
    }

    private void statusIsWrittenOnChangeOnly() {
        WorkerStatus last = null;
        for (var status : script.statuses()) {
            boolean changed = last == null
                    || status.state() != last.state()
                    || !Objects.equals(status.incarnation(), last.incarnation())
                    || status.reason() == Reason.FENCED
                    || status.reason() == Reason.FORGOTTEN
                    || (status.reason() == Reason.SCORE_CHANGED && status.healthStatus() != last.healthStatus())
                    || status.previousState() == null;
            assertThat(changed).as("%s says nothing new after %s", status, last).isTrue();
            last = status;
        }
    }
}
