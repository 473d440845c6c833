package io.homeostat.rollback.topology;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Promotion;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.domain.Rates;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed input of the stage of promotions. */
sealed interface PromotionInput extends Addressed {

    /** A deploy tool speaks. */
    record Promoted(Promotion promotion, Origin origin) implements PromotionInput {
        @Override
        public String subject() {
            return promotion.service();
        }
    }

    /** Somebody checked. */
    record Checked(HealthCheck check, Origin origin) implements PromotionInput {
        @Override
        public String subject() {
            return check.service();
        }
    }

    /** pattern-service measured. */
    record Rated(ErrorRate rate, Origin origin) implements PromotionInput {
        @Override
        public String subject() {
            return rate.service();
        }
    }

    /** An agent answers. */
    record Answered(CommandResult result, Origin origin) implements PromotionInput {
        @Override
        public String subject() {
            return result.subject();
        }
    }

    /** A person commands. */
    record Commanded(OperatorCommand command, Origin origin) implements PromotionInput {
        @Override
        public String subject() {
            return command.subject();
        }
    }

    /** A hold begins or changes; null: it ends. It is every task's. */
    record Held(String scope, @Nullable Hold hold) implements PromotionInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** A tick of the partition. */
    record Ticked() implements PromotionInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** Nothing of ours. */
    record Passed() implements PromotionInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<PromotionInput>> parsers() {
        return Map.of(
                Topics.PROMOTIONS,
                (key, value, origin) -> Promotion.parse(key, value).map(p -> new Promoted(p, origin)),
                Topics.HEALTH_CHECKS,
                (key, value, origin) -> HealthCheck.parse(key, value, origin).map(c -> new Checked(c, origin)),
                Topics.ROLLBACK_RESULTS,
                (key, value, origin) -> CommandResult.parse(key, value).map(r -> new Answered(r, origin)),
                Topics.ERROR_RATES,
                InputParser.passingOver(PromotionInput::rate, new Passed()),
                Topics.OPERATOR_COMMANDS,
                InputParser.passingOver(PromotionInput::command, new Passed()),
                Topics.ROLLBACK_REROUTED,
                PromotionInput::hold,
                Topics.CLOCK,
                (_, _, _) -> new Parsed.Valid<>(new Ticked()));
    }

    /** Only the shortest window is of interest. What pattern-service wrote badly is not ours to refuse. */
    private static Parsed<PromotionInput> rate(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return ErrorRate.windowSeconds(value) == Rates.WINDOW_SECONDS
                        && ErrorRate.parse(value) instanceof Parsed.Valid<ErrorRate>(var rate)
                        && (rate.provenance() == null || !rate.provenance().synthetic())
                ? new Parsed.Valid<>(new Rated(rate, origin))
                : new Parsed.Valid<>(new Passed());
    }

    /** What is no command at all is refused by the switch application; other owners answer theirs. */
    private static Parsed<PromotionInput> command(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return OperatorCommand.parse(key, value) instanceof Parsed.Valid<OperatorCommand>(var command)
                        && command.owner() == OperatorCommand.Owner.ROLLBACK
                ? new Parsed.Valid<>(new Commanded(command, origin))
                : new Parsed.Valid<>(new Passed());
    }

    /** Only holds come by this topic without a place of origin. A broken one must neither hold nor release anything. */
    private static Parsed<PromotionInput> hold(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (key != null && value == null) {
            return new Parsed.Valid<>(new Held(key, null));
        }
        return Hold.parse(key, value) instanceof Parsed.Valid<Hold>(var hold)
                ? new Parsed.Valid<>(new Held(hold.scope(), hold))
                : new Parsed.Valid<>(new Passed());
    }
}
