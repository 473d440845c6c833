package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Switch a service back: the record of {@code rollback-commands}, one per agent that holds a component of the service
 * (mechanics 21). {@code provenance.validUntil} is always set. Every component of {@code service} that the agent holds and
 * that knows {@code toVersion} is switched; those that run it already are left alone.
 *
 * @param agent null: no component names one; whoever integrates by topics may carry it out
 * @param generation counts per service on this topic, + 1 per command
 */
public record RollbackCommand(
        String commandId,
        @Nullable String agent,
        String promotionId,
        String service,
        String fromVersion,
        String toVersion,
        long generation,
        long planeGeneration,
        Executor executor,
        Map<String, String> parameters,
        @JsonUnwrapped Provenance provenance) {}
