package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Severity;
import java.util.Locale;

/**
 * The one taxonomy of failures, shared by whoever names a kind of trouble. Low, medium and high of the specification are P3,
 * P2 and P1; security is P0 by the definition of P0. What cannot be classified is UNKNOWN, with the middle severity: it is
 * neither harmless nor grave.
 */
public enum Taxonomy {
    NETWORK_TIMEOUT(Category.TRANSIENT),
    RATE_LIMIT(Category.TRANSIENT),
    RESOURCE_CONTENTION(Category.TRANSIENT),
    EXTERNAL_SERVICE_UNAVAILABLE(Category.TRANSIENT),
    OUT_OF_MEMORY(Category.RESOURCE),
    CPU_EXHAUSTION(Category.RESOURCE),
    TOKEN_BUDGET_EXCEEDED(Category.RESOURCE),
    DISK_FULL(Category.RESOURCE),
    TIMEOUT(Category.RESOURCE),
    UNRESPONSIVE(Category.RESOURCE),
    DEGRADED_PERFORMANCE(Category.RESOURCE),
    UNCAUGHT_EXCEPTION(Category.SYSTEMIC),
    ASSERTION_FAILURE(Category.SYSTEMIC),
    CONFIGURATION_ERROR(Category.SYSTEMIC),
    DEPENDENCY_MISSING(Category.SYSTEMIC),
    API_ERROR(Category.SYSTEMIC),
    MAX_RETRIES_EXCEEDED(Category.SYSTEMIC),
    RECURRING_FAILURE(Category.SYSTEMIC),
    HEARTBEAT_TIMEOUT(Category.SYSTEMIC),
    CIRCUIT_BREAKER_TRIPPED(Category.SYSTEMIC),
    INVALID_INPUT(Category.DATA),
    DATA_CORRUPTION(Category.DATA),
    SCHEMA_VIOLATION(Category.DATA),
    CONCURRENT_MODIFICATION(Category.DATA),
    PERMISSION_DENIED(Category.ENVIRONMENTAL),
    COMMAND_NOT_FOUND(Category.ENVIRONMENTAL),
    PATH_NOT_FOUND(Category.ENVIRONMENTAL),
    NETWORK_UNREACHABLE(Category.ENVIRONMENTAL),
    SECURITY(Category.SECURITY),
    UNKNOWN(Category.UNKNOWN);

    private enum Category {
        TRANSIENT(Severity.P3),
        RESOURCE(Severity.P2),
        SYSTEMIC(Severity.P1),
        DATA(Severity.P2),
        ENVIRONMENTAL(Severity.P1),
        SECURITY(Severity.P0),
        UNKNOWN(Severity.P2);

        private final Severity severity;

        Category(Severity severity) {
            this.severity = severity;
        }
    }

    private final Category category;

    Taxonomy(Category category) {
        this.category = category;
    }

    /** For example {@code resource}. */
    public String category() {
        return category.name().toLowerCase(Locale.ROOT);
    }

    /** Within the category, for example {@code out_of_memory}. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How grave it is when it recurs. */
    public Severity severity() {
        return category.severity;
    }
}
