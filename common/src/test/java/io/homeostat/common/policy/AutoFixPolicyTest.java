package io.homeostat.common.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.FixSpec.Kind;
import io.homeostat.common.policy.FixSpec.Operation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code auto-fix-policy} and {@code auto-fix-registry}. */
class AutoFixPolicyTest {

    @Test
    void without_a_document_the_defaults_of_the_contract_are_in_force() {
        var policy = Policies.defaults().autoFix(PolicyScope.EVERYWHERE).policy();
        assertThat(policy.enabled()).isTrue();
        assertThat(policy.dryRun()).isFalse();
        assertThat(policy.minConfidence()).isEqualByComparingTo("0.7");
        assertThat(policy.minOccurrences()).isEqualTo(2);
        assertThat(policy.maxPatternAgeHours()).isEqualTo(48);
        assertThat(policy.maxFixesPerHour()).isEqualTo(10);
        assertThat(policy.maxFixesPerDay()).isEqualTo(50);
        assertThat(policy.cooldownMinutes()).isEqualTo(60);
        assertThat(policy.safety().rejectBelow()).isEqualByComparingTo("0.3");
        assertThat(policy.safety().approvalBelow()).isEqualByComparingTo("0.7");
        assertThat(policy.safety().autoFrom()).isEqualByComparingTo("0.9");
        assertThat(policy.approvalTimeoutHours()).isEqualTo(24);
        assertThat(policy.effectCheckMinutes()).isEqualTo(5);
    }

    @Test
    void every_key_of_the_contract_is_known() throws PolicyRejected {
        var policy = with(
                        "auto-fix-policy",
                        "{'enabled':true,'min_confidence_threshold':0.8,'min_occurrences':3,'max_pattern_age_hours':24,"
                                + "'max_fixes_per_hour':5,'max_fixes_per_day':20,'per_category':{'resource':{'per_hour':2}},"
                                + "'per_worker_type':{'default':{'per_day':3}},'per_fix':{'increase_memory':{}},"
                                + "'fix_cooldown_minutes':0,'dry_run':true,'notification_enabled':true,'safety_bands':"
                                + "{'reject_below':0.2,'approval_below':0.2,'auto_from':0.2},'approval_timeout_hours':1,"
                                + "'effect_check_minutes':1}")
                .autoFix(PolicyScope.EVERYWHERE)
                .policy();
        assertThat(AutoFixPolicy.limit(policy.perCategory(), "resource")).isEqualTo(new AutoFixPolicy.Limit(2, 20));
        assertThat(AutoFixPolicy.limit(policy.perCategory(), "data")).isNull();
        assertThat(AutoFixPolicy.limit(policy.perWorkerType(), "any")).isEqualTo(new AutoFixPolicy.Limit(5, 3));
    }

    @Test
    void the_built_in_catalogue_is_complete_and_valid() {
        var registry =
                Policies.defaults().autoFixRegistry(PolicyScope.EVERYWHERE).policy();
        assertThat(registry.fixes().keySet())
                .containsExactly(
                        "adjust_heartbeat_interval",
                        "adjust_rate_limit",
                        "increase_memory",
                        "increase_timeout",
                        "reduce_batch_size",
                        "restart_worker");
        assertThat(registry.matching("resource:out_of_memory"))
                .extracting(FixSpec::name)
                .as("the safest first")
                .containsExactly("increase_memory", "reduce_batch_size");
        assertThat(registry.matching("resource:out_of")).isEmpty();
        var memory = registry.matching("resource:out_of_memory").getFirst();
        var arithmetic = memory.settings().get("memory_mb");
        assertThat(arithmetic).isNotNull().satisfies(a -> {
            assertThat(a.operation()).isEqualTo(Operation.MULTIPLY);
            assertThat(a.operand()).isEqualByComparingTo("1.5");
            assertThat(a.max()).isEqualByComparingTo("8192");
        });
        assertThat(memory.recursOn()).contains(FailureKind.OUT_OF_MEMORY).doesNotContain(FailureKind.TASK_ERROR);
        assertThat(registry.matching("resource:unresponsive").getFirst().kind()).isEqualTo(Kind.RESTART);
    }

    @Test
    void a_document_lies_over_the_built_in_catalogue_and_adds_to_it() throws PolicyRejected {
        var registry = with(
                        "auto-fix-registry",
                        "{'fixes':{'increase_memory':{'settings':{'memory_mb':{'max':1024}}},"
                                + "'calm_down':{'match':['data:invalid_input'],'settings':{'mode':{'set':'strict'}}}}}")
                .autoFixRegistry(PolicyScope.EVERYWHERE)
                .policy();
        assertThat(registry.matching("resource:out_of_memory")
                        .getFirst()
                        .settings()
                        .get("memory_mb"))
                .isNotNull()
                .satisfies(a -> assertThat(a.max()).isEqualByComparingTo("1024"))
                .satisfies(a -> assertThat(a.operand()).isEqualByComparingTo("1.5"));
        var added = registry.matching("data:invalid_input").getFirst();
        assertThat(added.settings().get("mode"))
                .isNotNull()
                .satisfies(a -> assertThat(a.value()).isEqualTo("\"strict\""));
        assertThat(added.safety()).as("who says nothing is asked for approval").isEqualByComparingTo("0.5");
        assertThat(added.recursOn()).hasSize(11);
    }

    @ParameterizedTest(name = "{0} {1} is refused: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "auto-fix-policy | {'max_fixes_per_day':9} | auto-fix-policy.max_fixes_per_day: 9 is below max_fixes_per_hour (10), which then never applies",
                "auto-fix-policy | {'per_category':{'resource':{'per_hour':11}}} | auto-fix-policy.per_category.resource.per_hour: 11 is above max_fixes_per_hour (10), so it never applies",
                "auto-fix-policy | {'per_fix':{'x':{'per_day':51}}} | auto-fix-policy.per_fix.x.per_day: 51 is above max_fixes_per_day (50), so it never applies",
                "auto-fix-policy | {'safety_bands':{'reject_below':0.71}} | auto-fix-policy.safety_bands.approval_below: 0.7 is below reject_below (0.71), so it never applies",
                "auto-fix-policy | {'safety_bands':{'auto_from':0.69}} | auto-fix-policy.safety_bands.auto_from: 0.69 is below approval_below (0.7), so it never applies",
                "auto-fix-policy | {'min_confidence_threshold':1.01} | auto-fix-policy.min_confidence_threshold: 1.01 is not within 0 and 1",
                "auto-fix-policy | {'min_occurences':3} | auto-fix-policy.min_occurences: is an unknown key, did you mean 'min_occurrences'?",
                "auto-fix-registry | {'fixes':{'x':{}}} | auto-fix-registry.fixes.x.match: [] is missing or empty: the fix would never be chosen",
                "auto-fix-registry | {'fixes':{'x':{'match':['memory:full'],'kind':'restart'}}} | auto-fix-registry.fixes.x.match: memory:full is no category:type",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{}}}} | auto-fix-registry.fixes.x.settings: {} is missing: there is nothing to change",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{'s':{}}}}} | auto-fix-registry.fixes.x.settings.s.multiply: 0 operations: exactly one of multiply, add, set is needed",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{'s':{'add':1,'set':2}}}}} | auto-fix-registry.fixes.x.settings.s.multiply: 2 operations: exactly one of multiply, add, set is needed",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{'s':{'multiply':1.0}}}}} | auto-fix-registry.fixes.x.settings.s.multiply: 1 never changes anything",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{'s':{'add':0}}}}} | auto-fix-registry.fixes.x.settings.s.add: 0 never changes anything",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{'s':{'add':1,'min':3,'max':2}}}}} | auto-fix-registry.fixes.x.settings.s.min: 3 is above max (2), so no value is allowed",
                "auto-fix-registry | {'fixes':{'x':{'match':['data:a'],'settings':{'s':{'set':1,'max':2}}}}} | auto-fix-registry.fixes.x.settings.s.set: 1 needs no min and max",
                "auto-fix-registry | {'fixes':{'restart_worker':{'settings':{'s':{'add':1}}}}} | auto-fix-registry.fixes.restart_worker.settings: [s] is not for kind restart",
                "auto-fix-registry | {'fixes':{'restart_worker':{'revert':true}}} | auto-fix-registry.fixes.restart_worker.revert: true is not for kind restart",
                "auto-fix-registry | {'fixes':{'increase_memory':{'success':{'no_failures_of':['STORM']}}}} | auto-fix-registry.fixes.increase_memory.success.no_failures_of: \"STORM\" is none of",
                "auto-fix-registry | {'fixes':{'increase_memory':{'success':{'no_failures_of':[]}}}} | auto-fix-registry.fixes.increase_memory.success.no_failures_of: [] is empty: it would always succeed",
                "auto-fix-registry | {'fixes':{'increase_memory':{'kind':'magic'}}} | auto-fix-registry.fixes.increase_memory.kind: \"magic\" is none of settings, restart",
                "auto-fix-registry | {'fixs':{}} | auto-fix-registry.fixs: is an unknown key, did you mean 'fixes'?"
            })
    void what_is_wrong_or_can_never_happen_is_refused_with_path_and_reason(String name, String json, String message) {
        assertThatThrownBy(() -> with(name, json))
                .isInstanceOf(PolicyRejected.class)
                .hasMessageContaining(message);
    }

    private static Policies with(String name, String policy) throws PolicyRejected {
        var json = "{'name':'%s','version':'v1','actor':'ops','reason':'test','policy':%s}"
                .formatted(name, policy)
                .replace('\'', '"');
        return Policies.defaults()
                .with(((Parsed.Valid<PolicyDocument>) PolicyDocument.parse(json.getBytes(StandardCharsets.UTF_8)))
                        .value());
    }
}
