package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.AdmissionInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order, the invariants of {@link Invariants} hold, and in the end nothing is open, nothing
 * held and every operator answered.
 */
class RandomLifeTest {

    private static final int STEPS = 400;
    private static final String[] WORKERS = {"w-1", "w-2", "w-3", "w-4", "w-5"};
    private static final String POLICY = "{\"retry_interval_seconds\":0,\"max_interval_seconds\":20,\"max_retries\":3,"
            + "\"confirm_timeout_seconds\":20,\"attempt_reset_minutes\":5,\"circuit_breaker_threshold\":3,"
            + "\"circuit_breaker_window_seconds\":120,\"circuit_breaker_reset_seconds\":30,\"probe_lease_seconds\":60,"
            + "\"rate_limits\":{\"global_per_minute\":6,\"per_type_per_minute\":4},\"cleanup\":{\"max_per_minute\":3}}";
    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000,\"command_valid_seconds\":30,"
            + "\"max_actions_per_minute\":8,\"max_actions_per_hour\":200}";

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
    void the_invariants_hold(long seed) {
        var random = new Random(seed);
        var policy = random.nextBoolean() ? POLICY : POLICY.replace("interval_seconds\":0", "interval_seconds\":5");
        try (var bench = Bench.ticking(5_000, policy, PLANE)) {
            var life = new Life(bench, random);
            for (int step = 0; step < STEPS; step++) {
                life.step();
                life.look();
            }
            life.operators.resumeAll();
            bench.blind(0, false);
            bench.blind(1, false);
            for (int quiet = 0; quiet < 360; quiet++) {
                bench.pass(10_000);
                life.look();
            }
            life.invariants.nothingIsOpen();
            life.invariants.operators().everyCommandWasAnsweredOnce();
            assertThat(life.invariants.operators().scopes()).isEmpty();
            assertThat(life.invariants.commands()).isPositive();
            assertThat(bench.deadLetters()).isEmpty();
        }
    }

    private static final class Life {

        private final Bench bench;
        private final Random random;
        private final Invariants invariants = new Invariants();
        private final OperatorLife operators;
        private final Map<String, String> incarnations = new HashMap<>();
        private final List<RestartCommand> sent = new ArrayList<>();
        private int names;

        Life(Bench bench, Random random) {
            this.bench = bench;
            this.random = random;
            this.operators = new OperatorLife(bench, random, invariants.operators());
        }

        void look() {
            sent.addAll(invariants.see(bench));
        }

        void step() {
            var worker = WORKERS[random.nextInt(WORKERS.length)];
            var incarnation = incarnations.computeIfAbsent(worker, _ -> fresh());
            switch (random.nextInt(14)) {
                case 0, 1 -> bench.pass(1 + random.nextInt(4_000));
                case 2 -> bench.pass(5_000L * (1 + random.nextInt(8)));
                case 3, 4 -> down(worker, incarnation);
                case 5 -> {
                    incarnations.put(worker, random.nextInt(4) == 0 ? incarnation : fresh());
                    bench.up(worker, incarnations.getOrDefault(worker, incarnation));
                }
                case 6 -> gone(worker, incarnation);
                case 7 -> request(worker, incarnation);
                case 8, 9 -> answer();
                case 10 ->
                    bench.fenced(worker, incarnation, random.nextBoolean() ? incarnation : "old-" + random.nextInt(5));
                case 11 -> {
                    if (random.nextInt(4) == 0) {
                        bench.blind(random.nextInt(2), random.nextBoolean());
                    }
                }
                case 12, 13 -> operators.step(worker, incarnation);
                default -> throw new AssertionError();
            }
        }

        private void down(String worker, String incarnation) {
            var states = List.of(WorkerState.FAILED, WorkerState.ZOMBIE, WorkerState.STUCK);
            var task = random.nextInt(3) == 0 ? "t-" + random.nextInt(2) : null;
            var state = states.get(random.nextInt(3));
            if (state == WorkerState.FAILED) {
                invariants.crashed(worker, incarnation);
            }
            var subject = Bench.subject(worker, task, incarnation, state);
            bench.down(subject, "inc-" + worker + incarnation, false);
        }

        private void gone(String worker, String incarnation) {
            var departures = AdmissionInput.Departure.values();
            bench.gone(worker, incarnation, departures[random.nextInt(departures.length)]);
        }

        private void request(String worker, String incarnation) {
            var states = WorkerState.values();
            var subject = Bench.subject(worker, null, incarnation, states[random.nextInt(states.length)]);
            var validUntil = random.nextBoolean() ? null : bench.now().plusSeconds(random.nextInt(30));
            bench.request(
                    subject,
                    new AdmissionInput.Request(
                            "r-" + random.nextInt(40), "alice", "test", validUntil, random.nextBoolean()));
        }

        /** Mostly to one of the last commands, sometimes to an old one, sometimes twice. */
        private void answer() {
            if (sent.isEmpty()) {
                return;
            }
            int back = random.nextInt(8) == 0 ? random.nextInt(sent.size()) : random.nextInt(Math.min(3, sent.size()));
            var command = sent.get(sent.size() - 1 - back);
            var statuses = CommandResult.Status.values();
            var status =
                    random.nextBoolean() ? CommandResult.Status.SUCCEEDED : statuses[random.nextInt(statuses.length)];
            invariants.answered(command, status);
            bench.answer(command, status);
            if (status == CommandResult.Status.SUCCEEDED
                    && command.action() != RestartCommand.Action.TERMINATE
                    && random.nextBoolean()) {
                look();
                incarnations.put(command.workerId(), command.commandId());
                bench.up(command.workerId(), command.commandId());
            }
        }

        private String fresh() {
            names++;
            return "i-" + names;
        }
    }
}
