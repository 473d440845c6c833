package io.homeostat.rollback.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Promotion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision about one service answers. {@code coordinates} are those of the input record. */
public sealed interface Input {

    /**
     * A deploy tool speaks.
     *
     * @param overrides of the policy, as JSON; null: none
     * @param problems of the overrides; empty: none
     * @param at its append time
     */
    record Promoted(
            Promotion promotion, @Nullable String overrides, List<String> problems, String coordinates, Instant at)
            implements Input {}

    /**
     * A promotion is about to be announced; what is still open is judged by its own policy before, unless the promotion
     * will be refused anyway.
     *
     * @param problems of its overrides; empty: none
     */
    record Succeeded(Promotion promotion, List<String> problems, String coordinates) implements Input {}

    /** Somebody checked; the record was appended at {@code at}. */
    record Checked(HealthCheck check, String coordinates, Instant at) implements Input {}

    /** pattern-service measured. */
    record Rated(ErrorRate rate, String coordinates, long observedMs) implements Input {}

    /** An agent answers. */
    record Answered(CommandResult result, String coordinates) implements Input {}

    /** A person commands. */
    record Commanded(OperatorCommand command, String coordinates) implements Input {}

    /** Time passed. */
    record Ticked() implements Input {}
}
