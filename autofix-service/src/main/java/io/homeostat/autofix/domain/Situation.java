package io.homeostat.autofix.domain;

/** What one decision looks at, and may change. */
public record Situation(Remedy remedy, Ledger ledger, Rates rates) {}
