package io.homeostat.common.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.Severity;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    @Test
    void without_a_document_the_built_in_defaults_are_in_force() {
        var heartbeat = Policies.defaults().heartbeat(PolicyScope.EVERYWHERE);
        assertThat(heartbeat.policy().zombieSeconds()).isEqualTo(300);
        assertThat(heartbeat.ref().version()).isEqualTo("built-in");
        assertThat(Policies.defaults().plane().policy().maxActionsPerMinute()).isEqualTo(30);
        assertThat(Policies.defaults().restart(PolicyScope.EVERYWHERE).policy().maxRetries())
                .isEqualTo(3);
    }

    @Test
    void files_of_the_systems_that_are_replaced_load_unchanged() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document(
                        "heartbeat-policy",
                        null,
                        "{'heartbeat_interval_seconds':30,'heartbeat_timeout_seconds':120,"
                                + "'zombie_threshold_seconds':300,'health_score_decay_rate':5,'min_health_score':20}"))
                .with(document(
                        "worker-restart-policy",
                        null,
                        "{'max_retries':3,'retry_interval_seconds':60,"
                                + "'backoff_multiplier':2,'circuit_breaker_enabled':true,'circuit_breaker_threshold':5,"
                                + "'circuit_breaker_reset_seconds':300}"));
        assertThat(policies.restart(PolicyScope.EVERYWHERE).policy().breaker().threshold())
                .isEqualTo(5);
    }

    @Test
    void workers_that_no_override_matches_share_one_answer_whatever_they_call_themselves() throws PolicyRejected {
        var policies = Policies.defaults().with(document("heartbeat-policy", "type:gpu", "{'min_health_score':7}"));
        var one = policies.heartbeat(new PolicyScope("production", "images", "made-up-1"));
        assertThat(policies.heartbeat(new PolicyScope("staging", "mail", "made-up-2")))
                .isSameAs(one);
        assertThat(policies.heartbeat(new PolicyScope("staging", "mail", "gpu")))
                .isNotSameAs(one)
                .isSameAs(policies.heartbeat(new PolicyScope("production", "images", "gpu")));
    }

    @Test
    void overrides_apply_from_environment_over_service_to_type() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document("heartbeat-policy", null, "{'zombie_threshold_seconds':200}"))
                .with(document(
                        "heartbeat-policy",
                        "environment:staging",
                        "{'zombie_threshold_seconds':400,'min_health_score':1}"))
                .with(document("heartbeat-policy", "type:gpu", "{'zombie_threshold_seconds':600}"));
        var both = policies.heartbeat(new PolicyScope("staging", "images", "gpu"));
        assertThat(both.policy().zombieSeconds()).isEqualTo(600);
        assertThat(both.policy().minHealthScore()).isEqualTo(1);
        assertThat(both.ref().version()).isEqualTo("v1+v1+v1");
        assertThat(policies.heartbeat(new PolicyScope("production", "images", "cpu"))
                        .policy()
                        .zombieSeconds())
                .isEqualTo(200);
    }

    @Test
    void an_override_that_fits_alone_but_not_with_another_is_refused() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document("heartbeat-policy", "environment:staging", "{'heartbeat_timeout_seconds':290}"));
        assertThatThrownBy(() ->
                        policies.with(document("heartbeat-policy", "type:gpu", "{'zombie_threshold_seconds':250}")))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining("zombie_threshold_seconds: 250 must be above heartbeat_timeout_seconds (290)");
    }

    @Test
    void worker_types_override_the_restart_policy() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document(
                        "worker-restart-policy", null, "{'max_retries':3,'worker_types':{'pr':{'max_retries':1}}}"));
        assertThat(policies.restart(new PolicyScope(null, null, "pr")).policy().maxRetries())
                .isEqualTo(1);
        assertThat(policies.restart(new PolicyScope(null, null, "scan"))
                        .policy()
                        .maxRetries())
                .isEqualTo(3);
    }

    @ParameterizedTest(name = "{0} {1} is refused: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "heartbeat-policy | {'zombie_treshold_seconds':5} | heartbeat-policy.zombie_treshold_seconds: is an unknown key, did you mean 'zombie_threshold_seconds'?",
                "heartbeat-policy | {'heartbeat_interval_seconds':'30'} | heartbeat-policy.heartbeat_interval_seconds: \"30\" is no whole number",
                "heartbeat-policy | {'heartbeat_interval_seconds':0} | heartbeat-policy.heartbeat_interval_seconds: 0 is not within 1 and 86400",
                "heartbeat-policy | {'heartbeat_timeout_seconds':60} | heartbeat-policy.heartbeat_timeout_seconds: 60 must be above heartbeat_warning_seconds (60), or WARNING never fires",
                "heartbeat-policy | {'zombie_threshold_seconds':120} | heartbeat-policy.zombie_threshold_seconds: 120 must be above heartbeat_timeout_seconds (120), or UNRESPONSIVE never fires",
                "heartbeat-policy | {'storm':{'freeze_share':0.1}} | heartbeat-policy.storm.freeze_share: 0.1 is below slow_share (0.2), which then never applies",
                "heartbeat-policy | {'storm':5} | heartbeat-policy.storm: 5 is no object",
                "worker-restart-policy | {'max_retries':0} | worker-restart-policy.max_retries: 0 is not within 1 and 1000",
                "worker-restart-policy | {'rate_limits':{'global':5}} | worker-restart-policy.rate_limits.global: is an unknown key",
                "worker-restart-policy | {'worker_types':{'pr':{'max_retries':-1}}} | worker-restart-policy.worker_types.pr.max_retries: -1 is not within 1 and 1000",
                "worker-restart-policy | {'max_interval_seconds':59} | worker-restart-policy.max_interval_seconds: 59 is below retry_interval_seconds (60)",
                "failure-pattern-detection-policy | {'frequency_treshold':5} | failure-pattern-detection-policy.frequency_treshold: is an unknown key, did you mean 'frequency_threshold'?",
                "failure-pattern-detection-policy | {'error_rate_windows':[60,9]} | failure-pattern-detection-policy.error_rate_windows: 9 is no whole number within 10 and 86400",
                "failure-pattern-detection-policy | {'error_rate_windows':[60,300,60]} | names a window twice",
                "failure-pattern-detection-policy | {'time_window_hours':1,'correlation_window_seconds':3601} | correlation_window_seconds: 3601 is longer than time_window_hours (1)",
                "failure-pattern-detection-policy | {'baseline_days':1,'error_rate_windows':[86400]} | baseline_days: 1 is not longer than the longest of error_rate_windows (86400 s)",
                "incident-policy | {'respond_minutes':{'P1':14}} | incident-policy.respond_minutes.P1: 14 is below P0 (15)",
                "incident-policy | {'respond_minutes':{'p1':14}} | incident-policy.respond_minutes.p1: is an unknown key",
                "incident-policy | {'escalate_minutes':[15,15]} | incident-policy.escalate_minutes: [15, 15] must ascend",
                "incident-policy | {'notify':{'webhook':5}} | incident-policy.notify.webhook: 5 is no text",
                "incident-policy | {'recovery_target_share':0} | incident-policy.recovery_target_share: 0 is not within 0.01 and 1",
                "plane-policy | {'mode':'watch'} | plane-policy.mode: \"watch\" is none of act, observe",
                "plane-policy | {'blind_after_ms':1000} | plane-policy.blind_after_ms: 1000 must be more than twice tick_ms (500), or a late tick blinds the plane",
                "plane-polcy | {} | plane-polcy: is an unknown policy, did you mean 'plane-policy'?"
            })
    void wrong_policies_are_refused_with_path_and_reason(String name, String json, String message) {
        assertThatThrownBy(() -> Policies.defaults().with(document(name, null, json)))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining(message);
    }

    @Test
    void every_problem_is_told_at_once() {
        assertThatThrownBy(() -> Policies.defaults()
                        .with(document("plane-policy", null, "{'tick_ms':1,'max_workers':'x','foo':1}")))
                .isInstanceOfSatisfying(
                        PolicyRejected.class, e -> assertThat(e.problems()).hasSize(3));
    }

    @Test
    void every_key_of_the_pattern_and_incident_policies_is_known() throws PolicyRejected {
        var policies = Policies.defaults()
                .with(document(
                        "failure-pattern-detection-policy",
                        null,
                        "{'enabled':true,'frequency_threshold':5,'time_window_hours':12,'similarity_threshold':0.9,"
                                + "'confidence_threshold':0.5,'error_rate_windows':[30],'min_operations':1,"
                                + "'correlation_window_seconds':3600,'correlation_min_related':3,'sigma':2.5,"
                                + "'baseline_days':1,'repeated_requests_count':4,'repeated_requests_minutes':5}"))
                .with(document(
                        "incident-policy",
                        null,
                        "{'respond_minutes':{'P0':1,'P1':2,'P2':2,'P3':9},'escalate_minutes':[1,2,3],"
                                + "'update_minutes':5,'recovery_target_seconds':{'default':60},"
                                + "'recovery_target_share':1,'stable_minutes':7,"
                                + "'notify':{'webhook':'http://x','command':'page'}}"));
        assertThat(policies.failurePattern(PolicyScope.EVERYWHERE).policy().errorRateWindows())
                .containsExactly(30L);
        var incident = policies.incident(PolicyScope.EVERYWHERE).policy();
        assertThat(incident.respondMinutes().of(Severity.P3)).isEqualTo(9);
        assertThat(incident.notifying().command()).isEqualTo("page");
    }

    @ParameterizedTest(name = "attempt {0}: {1} ms")
    @CsvSource({"1, 60000", "2, 120000", "3, 240000", "4, 300000", "5, 300000", "1000, 300000"})
    void the_delay_grows_to_its_cap(int attempt, long delayMs) {
        assertThat(restart().delayMs(attempt, 0)).isEqualTo(delayMs);
    }

    @Test
    void jitter_stays_within_the_cap_and_an_interval_of_zero_means_at_once() throws PolicyRejected {
        var jittered = restart("{'jitter_percent':50}");
        assertThat(jittered.delayMs(1, 0.5)).isEqualTo(75_000);
        assertThat(jittered.delayMs(3, 0.999)).isEqualTo(300_000);
        assertThat(restart("{'retry_interval_seconds':0}").delayMs(3, 0.9)).isZero();
    }

    private static WorkerRestartPolicy restart() {
        return Policies.defaults().restart(PolicyScope.EVERYWHERE).policy();
    }

    private static WorkerRestartPolicy restart(String json) throws PolicyRejected {
        return Policies.defaults()
                .with(document("worker-restart-policy", null, json))
                .restart(PolicyScope.EVERYWHERE)
                .policy();
    }

    private static PolicyDocument document(String name, @Nullable String scope, String policy) {
        var json = "{'name':'%s',%s'version':'v1','actor':'ops','reason':'test','policy':%s}"
                .formatted(name, scope == null ? "" : "'scope':'" + scope + "',", policy)
                .replace('\'', '"');
        return ((Parsed.Valid<PolicyDocument>) PolicyDocument.parse(json.getBytes(StandardCharsets.UTF_8))).value();
    }
}
