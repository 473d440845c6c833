package io.homeostat.pattern.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassificationTest {

    @ParameterizedTest(name = "{0} {1} \"{2}\" is {3}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "OUT_OF_MEMORY | - | - | resource:out_of_memory",
                "OUT_OF_MEMORY | 1 | connection refused | resource:out_of_memory",
                "CRASH | 137 | - | resource:out_of_memory",
                "ZOMBIE | 137 | - | resource:out_of_memory",
                "ZOMBIE | - | w-1 has been silent for 300 s and is now ZOMBIE. | resource:unresponsive",
                "ZOMBIE | - | no beat, the last call timed out | resource:timeout",
                "STUCK | - | - | resource:unresponsive",
                "HEARTBEAT_TIMEOUT | - | - | systemic:heartbeat_timeout",
                "CRASH | 126 | - | environmental:permission_denied",
                "CRASH | 127 | - | environmental:command_not_found",
                "CRASH | 134 | - | systemic:assertion_failure",
                "CRASH | 139 | - | systemic:uncaught_exception",
                "CRASH | 1 | the process ended by itself with exit code 1 | unknown:unknown",
                "CRASH | - | java.lang.OutOfMemoryError: Java heap space | resource:out_of_memory",
                "TASK_ERROR | - | No space left on device | resource:disk_full",
                "TASK_ERROR | - | token budget exceeded | resource:token_budget_exceeded",
                "TASK_ERROR | - | HTTP 429 Too Many Requests | transient:rate_limit",
                "RESOURCE_EXHAUSTED | - | - | transient:resource_contention",
                "RESOURCE_EXHAUSTED | - | cpu limit reached | resource:cpu_exhaustion",
                "TIMEOUT | - | - | resource:timeout",
                "TIMEOUT | - | connect timed out | transient:network_timeout",
                "TASK_ERROR | - | deadline exceeded | resource:timeout",
                "DEPENDENCY_DOWN | - | - | transient:external_service_unavailable",
                "DEPENDENCY_DOWN | - | java.net.UnknownHostException: db | environmental:network_unreachable",
                "TASK_ERROR | - | Connection refused | transient:external_service_unavailable",
                "TASK_ERROR | - | ModuleNotFoundError: No module named 'x' | systemic:dependency_missing",
                "TASK_ERROR | - | AssertionError: 1 != 2 | systemic:uncaught_exception",
                "TASK_ERROR | - | TypeError: not callable | systemic:uncaught_exception",
                "TASK_ERROR | - | ValueError: bad | systemic:uncaught_exception",
                "TASK_ERROR | - | KeyError: 'a' | systemic:uncaught_exception",
                "TASK_ERROR | - | IndexError: list index | systemic:uncaught_exception",
                "TASK_ERROR | - | missing configuration key | systemic:configuration_error",
                "TASK_ERROR | - | HTTP 500 from upstream | systemic:api_error",
                "TASK_ERROR | - | maximum retries exceeded | systemic:max_retries_exceeded",
                "TASK_ERROR | - | circuit breaker is open | systemic:circuit_breaker_tripped",
                "TASK_ERROR | - | JSONDecodeError: Expecting value | data:invalid_input",
                "TASK_ERROR | - | checksum differs | data:data_corruption",
                "TASK_ERROR | - | violates the schema | data:schema_violation",
                "TASK_ERROR | - | ConcurrentModificationException | data:concurrent_modification",
                "TASK_ERROR | - | Permission denied | environmental:permission_denied",
                "TASK_ERROR | - | bash: foo: command not found | environmental:command_not_found",
                "TASK_ERROR | - | open /x: no such file or directory | environmental:path_not_found",
                "TASK_ERROR | - | 401 Unauthorized | security:security",
                "OTHER | - | something is odd | unknown:unknown",
                "PROBE_FAILED | - | - | unknown:unknown"
            })
    void a_failure_is_classified_by_the_first_row_that_fits(
            FailureKind kind, @Nullable Integer exitCode, @Nullable String message, String expected) {
        var taxonomy = Classification.of(
                Failures.of(kind).exit(exitCode).saying(message).get());

        assertThat(taxonomy.category() + ':' + taxonomy.type()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "timeout-checker-1, ZOMBIE, resource:unresponsive",
        "rate-limiter, TASK_ERROR, unknown:unknown",
        "w-1, ZOMBIE, resource:unresponsive"
    })
    void the_name_of_a_worker_says_nothing_about_what_happened_to_it(String worker, FailureKind kind, String expected) {
        var failure = Failures.of(kind)
                .with("workerId", worker)
                .saying(worker + " has been silent for 300 s and is now ZOMBIE.")
                .get();

        var taxonomy = Classification.of(failure);
        assertThat(taxonomy.category() + ':' + taxonomy.type()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "memory {0} of {1}: {2}")
    @CsvSource({"511, 512, unresponsive", "512, 512, out_of_memory", "513, 512, out_of_memory", "0, 0, unresponsive"})
    void a_zombie_whose_memory_was_at_its_limit_ran_out_of_it(int used, int limit, String type) {
        var zombie =
                Failures.of(FailureKind.ZOMBIE).attributes("{'memoryMb':" + used + ",'memoryLimitMb':" + limit + "}");

        assertThat(Classification.of(zombie.get()).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource
    void every_type_has_a_category_and_a_severity(Taxonomy taxonomy) {
        assertThat(taxonomy.category()).isNotBlank();
        assertThat(taxonomy.severity()).isNotNull();
    }

    @Test
    void severities_follow_the_category() {
        assertThat(Taxonomy.RATE_LIMIT.severity()).isEqualTo(Severity.P3);
        assertThat(Taxonomy.OUT_OF_MEMORY.severity()).isEqualTo(Severity.P2);
        assertThat(Taxonomy.UNCAUGHT_EXCEPTION.severity()).isEqualTo(Severity.P1);
        assertThat(Taxonomy.SECURITY.severity()).isEqualTo(Severity.P0);
    }

    @Test
    void only_the_beginning_of_a_long_message_is_looked_at() {
        var late = "x".repeat(Classification.MESSAGE_CHARACTERS_MAX) + " Permission denied";

        assertThat(Classification.of(
                        Failures.of(FailureKind.TASK_ERROR).saying(late).get()))
                .isEqualTo(Taxonomy.UNKNOWN);
    }
}
