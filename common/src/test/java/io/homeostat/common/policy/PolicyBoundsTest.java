package io.homeostat.common.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PolicyBoundsTest {

    @Test
    void a_scope_called_null_is_a_name_like_any_other() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document("heartbeat-policy", "type:null", "{'min_health_score':7}"))
                .with(document("plane-policy", "type:null", "{'max_actions_per_minute':1}"));

        assertThat(policies.heartbeat(PolicyScope.EVERYWHERE).ref().version()).isEqualTo("built-in");
        assertThat(policies.plane().policy().maxActionsPerMinute()).isEqualTo(30);
        assertThat(policies.heartbeat(new PolicyScope(null, null, "null")).ref().version())
                .isEqualTo("v1");
    }

    @Test
    void scopes_that_nothing_matches_share_one_answer() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document("rollback-policy", "service:mail", "{'use_profiles':true,'profiles':{'lab':{}}}"))
                .with(document("worker-restart-policy", null, "{'worker_types':{'gpu':{'max_retries':1}}}"));

        assertThat(policies.rollback(new PolicyScope("made-up-1", "made-up-2", "made-up-3")))
                .isSameAs(policies.rollback(PolicyScope.EVERYWHERE));
        assertThat(policies.rollback(new PolicyScope("lab", "mail", null)))
                .isNotSameAs(policies.rollback(new PolicyScope("made-up", "mail", null)));
        assertThat(policies.rollback(new PolicyScope("production", "mail", null))
                        .policy())
                .isNotEqualTo(policies.rollback(new PolicyScope("made-up", "mail", null))
                        .policy());
        assertThat(policies.restart(new PolicyScope("made-up-1", "made-up-2", "made-up-3")))
                .isSameAs(policies.restart(PolicyScope.EVERYWHERE));
        assertThat(policies.restart(new PolicyScope(null, null, "gpu")).policy().maxRetries())
                .isEqualTo(1);
    }

    @Test
    void the_policies_of_all_scopes_are_bounded_by_how_they_meet() throws PolicyRejected {
        var policies = Policies.defaults();
        for (int i = 1; i < PolicyEffort.VARIANTS_MAX; i++) {
            policies = policies.with(document("heartbeat-policy", "type:t" + i, "{'min_health_score':7}"));
        }
        var full = policies;

        assertThatThrownBy(() -> full.with(document("heartbeat-policy", "type:x", "{'min_health_score':7}")))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining("variants of one policy are more than the limit of " + PolicyEffort.VARIANTS_MAX)
                .hasMessageContaining("0 environments, 0 services, " + PolicyEffort.VARIANTS_MAX + " types");
        assertThatCode(() -> full.with(document("heartbeat-policy", "type:t1", "{'min_health_score':8}")))
                .as("what is there may change")
                .doesNotThrowAnyException();
        assertThatCode(() -> full.with(document("incident-policy", "type:x", "{}")))
                .as("another policy")
                .doesNotThrowAnyException();
    }

    @Test
    void of_documents_that_do_not_go_together_the_good_ones_stay() {
        var documents = new TreeMap<String, PolicyDocument>();
        for (var document : List.of(
                document("heartbeat-policy", null, "{'heartbeat_timeout_seconds':200}"),
                document("heartbeat-policy", "type:gpu", "{'zombie_threshold_seconds':150}"),
                document("heartbeat-policy", "type:cpu", "{'zombie_threshold_seconds':250}"),
                document("plane-policy", null, "{'no_such_key':1}"),
                document("incident-policy", "type:x", "{}"))) {
            documents.put(document.key(), document);
        }

        assertThat(Policies.good(documents).documents())
                .containsOnlyKeys("heartbeat-policy", "heartbeat-policy/type:cpu", "incident-policy/type:x");
        documents.remove("heartbeat-policy");
        documents.remove("plane-policy");
        assertThat(Policies.good(documents).documents()).hasSize(3);
    }

    @Test
    void overrides_within_a_document_multiply() throws PolicyRejected {
        var types = IntStream.range(0, 99).mapToObj(i -> "'t" + i + "':{}").collect(Collectors.joining(","));
        var policies =
                Policies.defaults().with(document("worker-restart-policy", null, "{'worker_types':{" + types + "}}"));
        for (int i = 1; i < PolicyEffort.VARIANTS_MAX / 100; i++) {
            policies = policies.with(document("worker-restart-policy", "service:s" + i, "{}"));
        }
        var full = policies;

        assertThatThrownBy(() -> full.with(document("worker-restart-policy", "service:x", "{}")))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining("times 99 worker_types");
    }

    @Test
    void a_large_policy_has_fewer_scopes() throws PolicyRejected {
        var limits = IntStream.range(0, 3_000)
                .mapToObj(i -> "'c" + i + "':{'per_hour':1}")
                .collect(Collectors.joining(","));
        var policies = Policies.defaults().with(document("auto-fix-policy", null, "{'per_category':{" + limits + "}}"));
        int scopes = (int) (PolicyEffort.NODES_MAX / 6_003) - 1;
        for (int i = 0; i < scopes; i++) {
            policies = policies.with(document("auto-fix-policy", "type:t" + i, "{}"));
        }
        var full = policies;

        assertThatThrownBy(() -> full.with(document("auto-fix-policy", "type:x", "{}")))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining("values in all variants of one policy are more than the limit");
    }

    @Test
    void validation_at_the_bound_takes_a_moment() throws PolicyRejected {
        var policies = Policies.defaults();
        for (int i = 1; i < 10; i++) {
            policies = policies.with(document("rollback-policy", "environment:e" + i, "{'min_checks':2}"))
                    .with(document("rollback-policy", "service:s" + i, "{'min_checks':2}"))
                    .with(document("rollback-policy", "type:t" + i, "{'min_checks':2}"));
        }
        var everywhere = document("rollback-policy", null, "{'check_window_size':6}");
        long started = System.nanoTime();

        policies.with(everywhere);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource({
        "heartbeat-policy, true",
        "heartbeat-policy/type:gpu, true",
        "heartbeat-policy/type:a/b, true",
        "heartbeat-policy/type:, false",
        "heartbeat-policy/, false",
        "heartbeat-policy/colour:red, false",
        "heartbeat, false",
        "'', false",
        "/type:gpu, false"
    })
    void the_key_of_a_policy_is_its_name_and_a_scope(String key, boolean is) {
        assertThat(Policies.isKey(key)).isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource({"18446744073709551676, false", "60, true", "60.0, false"})
    void a_whole_number_of_a_list_does_not_wrap_around(String window, boolean valid) {
        var document = document("failure-pattern-detection-policy", null, "{'error_rate_windows':[" + window + "]}");
        if (valid) {
            assertThatCode(() -> Policies.defaults().with(document)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Policies.defaults().with(document)).isInstanceOf(PolicyRejected.class);
        }
    }

    private static PolicyDocument document(String name, @Nullable String scope, String policy) {
        var json = "{'name':'%s',%s'version':'v1','actor':'ops','reason':'test','policy':%s}"
                .formatted(name, scope == null ? "" : "'scope':'" + scope + "',", policy)
                .replace('\'', '"');
        return ((Parsed.Valid<PolicyDocument>) PolicyDocument.parse(json.getBytes(StandardCharsets.UTF_8))).value();
    }
}
