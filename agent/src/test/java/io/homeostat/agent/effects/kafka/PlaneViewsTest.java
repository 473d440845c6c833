package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.domain.WillRules.Declaration;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaneViewsTest {

    private static final Component OURS = Samples.component(Desired.RUNNING, "run");
    private static final Component THEIRS = Samples.component("host-2", Executor.PROCESS, Desired.RUNNING, "run");

    private final PlaneViews views = new PlaneViews(AGENT, Executor.PROCESS, "known"::equals);

    @Test
    void a_worker_has_its_own_component_or_that_of_its_type() {
        views.component("type/sleeper", Json.bytes(OURS));
        assertThat(views.component(WORKER, "sleeper"))
                .isNull(); // its subject differs from the key, so it was not taken
        views.component("type/sleeper", text(OURS, "type/sleeper"));
        assertThat(views.component(WORKER, "sleeper")).isNotNull();
        assertThat(views.component(WORKER, "dancer")).isNull();
        assertThat(views.declared()).isEmpty();

        assertThat(views.component(WORKER, Json.bytes(OURS))).isTrue();
        assertThat(views.component(WORKER, "dancer")).isEqualTo(OURS);
        assertThat(views.declared()).isEqualTo(Set.of(WORKER));
    }

    @Test
    void what_was_ours_is_withdrawn_by_a_tombstone_and_by_another_agent() {
        views.component(WORKER, Json.bytes(OURS));
        assertThat(views.declaration(WORKER)).isEqualTo(new Declaration.Ours(OURS));

        assertThat(views.component(WORKER, Json.bytes(THEIRS))).isTrue();
        assertThat(views.declaration(WORKER)).isEqualTo(new Declaration.Withdrawn());
        views.component(WORKER, Json.bytes(OURS));
        assertThat(views.component(WORKER, (byte[]) null)).isTrue();
        assertThat(views.declaration(WORKER)).isEqualTo(new Declaration.Withdrawn());
    }

    @Test
    void what_was_never_ours_concerns_the_agent_only_if_it_knows_the_worker() {
        assertThat(views.component(WORKER, Json.bytes(THEIRS))).isFalse();
        assertThat(views.declaration(WORKER)).isEqualTo(new Declaration.None());
        assertThat(views.component(WORKER, "sleeper"))
                .isNotNull()
                .satisfies(c -> assertThat(c.agent()).isEqualTo("host-2"));

        assertThat(views.component("known", text(THEIRS, "known"))).isTrue();
        assertThat(views.declaration("known")).isEqualTo(new Declaration.Withdrawn());
    }

    @Test
    void a_broken_value_leaves_the_good_one() {
        views.component(WORKER, Json.bytes(OURS));

        assertThat(views.component(WORKER, new byte[] {'{'})).isFalse();
        assertThat(views.declaration(WORKER)).isEqualTo(new Declaration.Ours(OURS));
    }

    @Test
    void the_planes_generation_never_goes_back() {
        views.plane(Json.bytes(new Plane(3, "restored", Instant.EPOCH)));
        views.plane(Json.bytes(new Plane(2, "old", Instant.EPOCH)));
        views.plane(null);
        views.plane(new byte[] {'x'});

        assertThat(views.planeGeneration()).isEqualTo(3);
    }

    private static byte[] text(Component component, String subject) {
        return Json.text(component)
                .replace("\"subject\":\"w-1\"", "\"subject\":\"" + subject + "\"")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
