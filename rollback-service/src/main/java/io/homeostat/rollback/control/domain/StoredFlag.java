package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.FlagScalar;

/** A value that was set, and who wanted it. */
public record StoredFlag(FlagScalar value, String actor, String reason) {}
