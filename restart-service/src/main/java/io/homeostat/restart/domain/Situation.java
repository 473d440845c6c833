package io.homeostat.restart.domain;

/**
 * Everything that a decision about one lineage reads and changes.
 *
 * @param breaker of the worker's type
 * @param ledger of the worker
 * @param quarantined the worker is set aside, whatever the lineage
 */
public record Situation(Lineage lineage, Breaker breaker, Rates rates, Ledger ledger, boolean quarantined) {}
