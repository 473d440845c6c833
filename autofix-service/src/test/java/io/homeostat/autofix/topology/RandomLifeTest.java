package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order, the invariants of {@link Invariants} hold, and in the end nothing is open. */
class RandomLifeTest {

    private static final int STEPS = 300;
    private static final int PER_HOUR = 4;
    private static final int PER_DAY = 30;
    private static final String POLICY = "{\"max_fixes_per_hour\":" + PER_HOUR + ",\"max_fixes_per_day\":" + PER_DAY
            + ",\"fix_cooldown_minutes\":10,\"min_confidence_threshold\":0.5,\"approval_timeout_hours\":1,"
            + "\"max_pattern_age_hours\":4}";
    private static final String REGISTRY = "{\"fixes\":{\"increase_timeout\":{\"requires_approval\":true}}}";
    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000}";
    private static final String[] WORKERS = {"w-1", "w-2", "w-3", "w-4"};
    private static final String[] KINDS = {
        "resource:out_of_memory", "resource:timeout", "resource:unresponsive", "unknown:unknown"
    };

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_invariants_hold(long seed) {
        try (var bench = Bench.with(POLICY, REGISTRY, PLANE)) {
            var life = new Life(bench, new Random(seed));
            for (int step = 0; step < STEPS; step++) {
                life.step();
                life.look();
            }
            life.calm();
            for (int quiet = 0; quiet < 60; quiet++) {
                bench.pass(6 * MINUTE_MS);
                life.look();
            }
            life.invariants.nothingIsOpen();
            assertThat(life.invariants.commands()).isPositive();
            assertThat(bench.deadLetters()).isEmpty();
        }
    }

    private static final class Life {

        private final Bench bench;
        private final Random random;
        private final Invariants invariants = new Invariants(PER_HOUR, PER_DAY);
        private final List<FixCommand> sent = new ArrayList<>();
        private final List<RestartRequest> requested = new ArrayList<>();
        private int votes;

        Life(Bench bench, Random random) {
            this.bench = bench;
            this.random = random;
            for (var subject : List.of("w-1", "w-2", "type/resizer")) {
                component(subject);
            }
        }

        void look() {
            sent.addAll(invariants.see(bench));
            requested.addAll(bench.restartRequests());
        }

        /** Nothing stands in the way any more. */
        void calm() {
            bench.group("partition:1", FleetGroup.State.NORMAL);
            bench.group("type:x|production", FleetGroup.State.NORMAL);
            for (var scope : List.of("all", "worker:w-1")) {
                bench.holdEnds(scope);
            }
        }

        void step() {
            var worker = WORKERS[random.nextInt(WORKERS.length)];
            switch (random.nextInt(14)) {
                case 0, 1 -> bench.pass(1 + random.nextInt(9_000));
                case 2 -> bench.pass(MINUTE_MS * (1 + random.nextInt(20)));
                case 3, 4, 5 -> pattern(worker);
                case 6, 7 -> answer();
                case 8 -> restarted();
                case 9 -> fails(worker);
                case 10 -> obstacle();
                case 11 -> vote();
                case 12 -> component(random.nextBoolean() ? worker : "type/resizer");
                case 13 -> bench.replay(random.nextInt(4) == 0 ? MINUTE_MS : 0);
                default -> throw new AssertionError();
            }
        }

        private void pattern(String worker) {
            int kind = random.nextInt(KINDS.length);
            var other = WORKERS[random.nextInt(WORKERS.length)];
            var workers = other.equals(worker) ? new String[] {worker} : new String[] {worker, other};
            var pattern =
                    bench.pattern("p-" + kind + "-" + random.nextInt(2), KINDS[kind], 3 + random.nextInt(8), workers);
            bench.tell(random.nextInt(6) == 0 ? pattern.ended() : pattern);
        }

        /** Mostly to one of the last commands, sometimes to an old one, sometimes twice. */
        private void answer() {
            if (!sent.isEmpty()) {
                int back =
                        random.nextInt(6) == 0 ? random.nextInt(sent.size()) : random.nextInt(Math.min(2, sent.size()));
                var statuses = CommandResult.Status.values();
                bench.answer(
                        sent.get(sent.size() - 1 - back),
                        random.nextBoolean()
                                ? CommandResult.Status.SUCCEEDED
                                : statuses[random.nextInt(statuses.length)]);
            }
        }

        private void restarted() {
            if (!requested.isEmpty()) {
                var request = requested.get(random.nextInt(requested.size()));
                var statuses = Restart.Status.values();
                var reason = random.nextInt(4) == 0 ? Restart.Reason.ALREADY_PENDING : Restart.Reason.REQUESTED;
                bench.restarted(
                        request.workerId(),
                        random.nextInt(4) == 0 ? null : request.requestId(),
                        random.nextBoolean() ? Restart.Status.SUCCEEDED : statuses[random.nextInt(statuses.length)],
                        reason,
                        random.nextInt(2));
            }
        }

        private void fails(String worker) {
            var kinds =
                    List.of(FailureKind.OUT_OF_MEMORY, FailureKind.TIMEOUT, FailureKind.ZOMBIE, FailureKind.TASK_ERROR);
            bench.fails(worker, kinds.get(random.nextInt(kinds.size())));
        }

        private void obstacle() {
            switch (random.nextInt(6)) {
                case 0 -> bench.hold("all", bench.now().plusSeconds(random.nextInt(600)));
                case 1 -> bench.hold("worker:w-1", null);
                case 2 -> bench.group("partition:1", FleetGroup.State.BLIND);
                case 3 -> bench.group("type:x|production", FleetGroup.State.FROZEN);
                default -> calm();
            }
        }

        private void vote() {
            invariants.waiting().ifPresent(fix -> {
                votes++;
                bench.vote(random.nextBoolean(), "c-" + votes, fix.target(), fix.fixId(), "bob");
            });
        }

        private void component(String subject) {
            bench.component(subject, "{\"memory_mb\":" + (100 + random.nextInt(9_000)) + ",\"timeout_seconds\":600}");
        }
    }
}
