package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the plane is for, done to containers. */
abstract class HealsInContainers extends PlaneInContainers {

    @Test
    @Order(1)
    void a_killed_container_of_a_worker_is_replaced_once() throws Exception {
        startWorkers("1.0", List.of("killed"));
        var before = plane().container("killed");
        int mark = mark();
        crashWorker("killed");
        awaitHeal(mark, "killed");
        judge(mark, Expectation.ofKilled("killed"));
        assertThat(plane().container("killed")).isNotEqualTo(before);
    }

    @Test
    @Order(2)
    void a_bad_promotion_of_an_image_tag_is_rolled_back_once() throws Exception {
        var workers = List.of("images-1", "images-2");
        for (var worker : workers) {
            plane().declare(worker, "images", "1.0");
        }
        for (var worker : workers) {
            awaitFirstBeat(worker);
        }
        int mark = mark();
        for (var worker : workers) {
            plane().declare(worker, "images", "2.0");
            requestRestart(worker, "deploy 2.0", "deploy-tool");
        }
        for (var worker : workers) {
            awaitHeal(mark, worker);
            assertThat(plane().imageOf(worker)).isEqualTo(ComposedPlane.image("2.0"));
        }
        promote("images");
        await(mark, "the end of the session", "rollbacks", "images", "status", "ROLLED_BACK");
        wait(TOO_MANY);

        for (var worker : workers) {
            assertThat(plane().imageOf(worker)).isEqualTo(ComposedPlane.image("1.0"));
        }
        assertThat(count(mark, "rollback-commands", "images", _ -> true)).isEqualTo(1);
        assertThat(count(mark, "rollbacks", "images", says("status", "COMMANDED")))
                .isEqualTo(1);
        assertThat(count(mark, "failures", "images-1", says("kind", "CRASH"))).isZero();
        othersWereLeftAlone(mark, Set.copyOf(workers));
        assertThat(Books.errors(plane().ledger().since(mark))).isEmpty();
    }
}
