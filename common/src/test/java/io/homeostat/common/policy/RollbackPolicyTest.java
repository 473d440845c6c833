package io.homeostat.common.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollbackPolicyTest {

    private static final PolicyScope STAGING_MAIL = new PolicyScope("staging", "mail", null);

    @Test
    void the_defaults_are_those_of_the_contract() {
        var policy = Policies.defaults().rollback(STAGING_MAIL).policy();

        assertThat(policy)
                .extracting(
                        RollbackPolicy::checkIntervalMs,
                        RollbackPolicy::gracePeriodMs,
                        RollbackPolicy::checkWindowSize,
                        RollbackPolicy::minChecks,
                        RollbackPolicy::rollbackMinFailures,
                        RollbackPolicy::consecutiveFailureThreshold,
                        RollbackPolicy::minOperations,
                        RollbackPolicy::rollbackRetries,
                        RollbackPolicy::standbyMinutes)
                .containsExactly(30_000L, 600_000L, 5L, 2L, 3L, 2L, 50L, 3L, 30L);
        assertThat(policy.errorRateThreshold()).isEqualByComparingTo("0.2");
        assertThat(policy.degradedErrorRate()).isEqualByComparingTo("0.05");
        assertThat(policy.memoryLimitMb()).isEqualByComparingTo("1024");
        assertThat(policy.killSwitch().stages()).containsExactly("1", "10%", "50%", "100%");
        assertThat(policy.observesOnly()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'check_window_size':2} | rollback-policy.check_window_size: 2 is below rollback_min_failures (3)",
                "{'check_window_size':3,'consecutive_failure_threshold':4} | below consecutive_failure_threshold (4)",
                "{'check_window_size':4,'min_checks':5} | below min_checks (5)",
                "{'error_rate_threshold':1} | rollback-policy.error_rate_threshold: 1 is never exceeded",
                "{'degraded_error_rate':1.0} | rollback-policy.degraded_error_rate: 1 is never exceeded",
                "{'error_rate_treshold':0.3} | did you mean 'error_rate_threshold'?",
                "{'check_interval_ms':999} | rollback-policy.check_interval_ms: 999 is not within 1000 and 3600000",
                "{'sequential_test':{'enabled':true}} | rollback-policy.sequential_test.enabled: true is not available",
                "{'kill_switch':{'stages':['1','150%']}} | rollback-policy.kill_switch.stages: \"150%\" is no number",
                "{'kill_switch':{'stages':[]}} | rollback-policy.kill_switch.stages: [] is no list, or an empty one",
                "{'profiles':{'production':{'check_window_size':2}}} | rollback-policy.profiles.production.check_window_size",
                "{'profiles':{'edge':{'memory_limt_mb':1}}} | rollback-policy.profiles.edge.memory_limt_mb",
                "{'profiles':7} | rollback-policy.profiles: 7 is no object"
            })
    void what_could_never_fire_or_is_unknown_is_refused_with_its_path(String json, String message) {
        assertThatThrownBy(() -> Policies.defaults().with(document(null, json)))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'check_window_size':3}",
                "{'check_window_size':3,'consecutive_failure_threshold':3,'min_checks':3}",
                "{'error_rate_threshold':0.999,'degraded_error_rate':0.999}",
                "{'error_rate_threshold':0}",
                "{'rollback_retries':0,'min_operations':0,'standby_minutes':0}"
            })
    void what_can_just_fire_is_taken(String json) throws PolicyRejected {
        assertThat(Policies.defaults().with(document(null, json)).documents()).hasSize(1);
    }

    @Test
    void profiles_are_chosen_by_environment_only_where_they_are_in_use() throws PolicyRejected {
        var off = Policies.defaults().with(document(null, "{'error_rate_threshold':0.3}"));
        var on = Policies.defaults().with(document(null, "{'error_rate_threshold':0.3,'use_profiles':true}"));

        assertThat(threshold(off, STAGING_MAIL)).isEqualTo("0.3");
        assertThat(threshold(on, STAGING_MAIL)).isEqualTo("0.25");
        assertThat(threshold(on, new PolicyScope("production", "mail", null))).isEqualTo("0.15");
        assertThat(threshold(on, new PolicyScope("nowhere", "mail", null))).isEqualTo("0.3");
        assertThat(on.rollback(new PolicyScope("development", null, null))
                        .policy()
                        .gracePeriodMs())
                .isEqualTo(120_000);
    }

    @Test
    void a_policy_of_the_service_lies_over_the_profile_and_a_promotion_over_both() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document(null, "{'use_profiles':true,'profiles':{'staging':{'min_operations':7}}}"))
                .with(document("service:mail", "{'error_rate_threshold':0.4}"));

        assertThat(threshold(policies, STAGING_MAIL)).isEqualTo("0.4");
        var promoted = policies.rollback(STAGING_MAIL, json("{'error_rate_threshold':0.5}"));
        assertThat(promoted.policy().errorRateThreshold()).isEqualByComparingTo("0.5");
        assertThat(promoted.policy().minOperations()).isEqualTo(7);
        assertThat(promoted.policy().gracePeriodMs()).isEqualTo(300_000);
        assertThat(promoted.ref().version()).isEqualTo("v1+v1+promotion");
    }

    @Test
    void a_policy_of_the_service_that_makes_no_sense_with_a_profile_is_refused() {
        assertThatThrownBy(() -> Policies.defaults()
                        .with(document(null, "{'use_profiles':true}"))
                        .with(document("service:mail", "{'check_window_size':2,'rollback_min_failures':2}")))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining("consecutive_failure_threshold (3)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'rollback_min_failures':6} | policy.check_window_size: 5 is below rollback_min_failures (6)",
                "{'error_rate_threshold':'0.5'} | policy.error_rate_threshold: \"0.5\" is no number",
                "{'kill_switch':{}} | policy.kill_switch: is not a promotion's to change",
                "{'use_profiles':true} | policy.use_profiles: is not a promotion's to change"
            })
    void a_promotion_with_a_wrong_policy_is_refused_with_the_path_in_the_promotion(String json, String message) {
        assertThatThrownBy(() -> Policies.defaults().rollback(STAGING_MAIL, json(json)))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining(message);
    }

    private static String threshold(Policies policies, PolicyScope scope) {
        return policies.rollback(scope).policy().errorRateThreshold().toPlainString();
    }

    private static JsonNode json(String json) {
        return document(null, json).policy();
    }

    private static PolicyDocument document(@Nullable String scope, String json) {
        var bytes = ("{'name':'rollback-policy'," + (scope == null ? "" : "'scope':'" + scope + "',")
                        + "'version':'v1','actor':'t','reason':'t','policy':" + json + "}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        return switch (PolicyDocument.parse(bytes)) {
            case Parsed.Valid<PolicyDocument>(var document) -> document;
            case Parsed.Rejected<PolicyDocument> rejected -> throw new AssertionError(rejected.message());
        };
    }
}
