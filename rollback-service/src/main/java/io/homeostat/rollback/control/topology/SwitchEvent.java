package io.homeostat.rollback.control.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed input of the only stage that throws the switch. */
sealed interface SwitchEvent extends Addressed {

    /** The stage has one task: nothing can be misplaced. */
    @Override
    default @Nullable String subject() {
        return null;
    }

    /** Another stage of the service wants the switch on. */
    record Signalled(SwitchSignal signal) implements SwitchEvent {}

    /** An operator's command, or what was to be one. */
    record Commanded(ForwardedCommand command) implements SwitchEvent {}

    /** The plane's clock: the record's timestamp is now. */
    record Ticked() implements SwitchEvent {}

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<SwitchEvent>> parsers() {
        return Map.of(Topics.SWITCH_SIGNALS, SwitchEvent::event);
    }

    private static Parsed<SwitchEvent> event(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (Ticks.isTick(key)) {
            return new Parsed.Valid<>(new Ticked());
        }
        if (value == null || value.length > SwitchSignal.BYTES_MAX) {
            return Parsed.rejected("value", value == null ? "is null" : "is larger than any of ours");
        }
        return isSignal(value)
                ? SwitchSignal.parse(key, value).map(Signalled::new)
                : ForwardedCommand.read(value).map(Commanded::new);
    }

    private static boolean isSignal(byte[] value) {
        return Json.read(value, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var record)
                && Arrays.stream(SwitchSignal.Kind.values())
                        .anyMatch(kind -> kind.name()
                                .equals(record.path(ForwardedCommand.KIND).textValue()));
    }
}
