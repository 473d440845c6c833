package io.homeostat.restart.domain;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a decision about one lineage reads and changes.
 *
 * @param breaker of the worker's type
 * @param ledger of the worker
 * @param setAside why the worker is quarantined, whatever the lineage; null: it is not
 */
public record Situation(
        Lineage lineage,
        Breaker breaker,
        Rates rates,
        Ledger ledger,
        @Nullable String setAside) {}
