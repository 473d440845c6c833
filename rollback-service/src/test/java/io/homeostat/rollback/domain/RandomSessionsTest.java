package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order, the invariants hold; and the same again gives the same. */
class RandomSessionsTest {

    private static final int STEPS = 300;
    private static final String POLICY = "{'check_interval_ms':10000,'post_promotion_grace_period_ms':120000,"
            + "'rollback_retries':2,'min_operations':20,'standby_minutes':1}";

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
    void the_invariants_hold(long seed) {
        var decided = life(seed);
        assertThat(life(seed)).isEqualTo(decided);

        Invariants.hold(decided);
        assertThat(Invariants.records(decided, r -> r.status() == Rollback.Status.MONITORING_STARTED))
                .isNotEmpty();
    }

    @Test
    void these_lives_see_every_end_and_every_step() {
        var seen = LongStream.rangeClosed(1, 25)
                .boxed()
                .flatMap(seed -> Invariants.records(life(seed), r -> r.status() != null).stream())
                .map(Rollback::status)
                .collect(Collectors.toSet());
        assertThat(seen)
                .containsAll(Invariants.ENDS)
                .contains(
                        Rollback.Status.COMMANDED,
                        Rollback.Status.RETRYING,
                        Rollback.Status.SUCCEEDED,
                        Rollback.Status.FAILED,
                        Rollback.Status.DEFERRED,
                        Rollback.Status.DRY_RUN,
                        Rollback.Status.REFUSED);
    }

    private static List<Decision> life(long seed) {
        var random = new Random(seed);
        var desk = new Desk(POLICY);
        desk.agents(random.nextBoolean() ? new String[] {"a-1"} : new String[] {"a-1", "a-2"});
        var life = new Life(desk, random);
        for (int step = 0; step < STEPS; step++) {
            life.step();
        }
        desk.released();
        desk.present();
        desk.policyIsNow(POLICY);
        for (int quiet = 0; quiet < 240; quiet++) {
            desk.skip(5_000);
            desk.tick(); // whatever is open ends
        }
        assertThat(desk.session().isOpen()).isFalse();
        assertThat(desk.session().isReversing()).isFalse();
        return List.copyOf(desk.everything());
    }

    private static final class Life {

        private final Desk desk;
        private final Random random;
        private final List<RollbackCommand> sent = new ArrayList<>();
        private int promotions;
        private int names;

        Life(Desk desk, Random random) {
            this.desk = desk;
            this.random = random;
        }

        void step() {
            sent.addAll(desk.commands());
            switch (random.nextInt(14)) {
                case 0 -> promote();
                case 1 -> desk.pass(1 + random.nextInt(20_000));
                case 2, 3, 4, 5 -> check();
                case 6, 7 -> desk.rate(version(), random.nextInt(60), random.nextInt(30));
                case 8, 9 -> answer();
                case 10 -> command();
                case 11 -> hold();
                case 12 -> backlog();
                case 13 -> desk.policyIsNow(random.nextInt(6) == 0 ? POLICY.replace("{", "{'dry_run':true,") : POLICY);
                default -> throw new AssertionError();
            }
        }

        private String version() {
            return random.nextInt(4) == 0 ? "1.0" : "2.0";
        }

        private void promote() {
            if (random.nextInt(4) > 0) {
                promotions++;
            }
            if (random.nextInt(6) == 0) {
                desk.cancel("p-" + promotions);
            } else {
                var previous = random.nextInt(5) == 0 ? "" : ",'previousVersion':'1.0'";
                desk.promote("{'promotionId':'p-" + promotions + "','version':'2.0'" + previous + "}", List.of());
            }
        }

        private void check() {
            names++;
            var id = random.nextInt(8) == 0 ? names - 1 : names;
            var said = random.nextInt(3) == 0 ? "" : ",'ok':" + (random.nextInt(3) == 0);
            var rate = random.nextBoolean() ? "" : ",'errorRate':0." + random.nextInt(10);
            var operations = random.nextBoolean() ? "" : ",'operations':" + random.nextInt(20);
            desk.check("{'checkId':'c-" + id + "'" + said + rate + operations
                    + (random.nextInt(10) == 0 ? ",'version':'1.0'" : "") + "}");
            desk.pass(random.nextInt(8_000));
        }

        private void answer() {
            if (!sent.isEmpty()) {
                var statuses = CommandResult.Status.values();
                int back = Math.min(sent.size(), random.nextInt(4) + 1);
                desk.answer(sent.get(sent.size() - back), statuses[random.nextInt(statuses.length)]);
            }
        }

        private void command() {
            names++;
            var type = random.nextInt(3) == 0 ? "STOP_MONITORING" : "ROLLBACK";
            desk.command("m-" + (random.nextInt(4) == 0 ? names - 1 : names), type, "{}");
        }

        private void hold() {
            if (random.nextInt(3) == 0) {
                desk.held(random.nextBoolean() ? Hold.Kind.PAUSE : Hold.Kind.MAINTENANCE);
            } else {
                desk.released();
            }
        }

        private void backlog() {
            if (random.nextInt(3) == 0) {
                desk.backlog();
                desk.skip(random.nextInt(60_000));
            } else {
                desk.present();
            }
        }
    }
}
