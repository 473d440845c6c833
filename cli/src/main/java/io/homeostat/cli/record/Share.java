package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.TopicSpec.Kind;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * Which part of a recording a record of a real plane is. Pure.
 *
 * <p>What a service wrote is decided again by a simulation; what anybody else wrote, agents and tickers included, is its
 * input. Who wrote says the header {@code ce_source}, which the services' records have and no other record of these topics
 * needs (contract 1).
 */
enum Share {
    /** The outside world, an agent or a ticker wrote it. */
    INPUT,
    /** A service wrote it. */
    DECISION,
    /** What the stages of a service tell each other: it comes of the inputs. */
    NEITHER;

    private static final List<String> SERVICES = List.of(
            "/services/heartbeat-service",
            "/services/pattern-service",
            "/services/autofix-service",
            "/services/restart-service",
            "/services/rollback-service");

    static Share of(TopicSpec topic, Headers headers) {
        if (topic.kind() == Kind.INTERNAL) {
            return NEITHER;
        }
        var source = headers.lastHeader("ce_source");
        boolean ours = source != null && source.value() != null && SERVICES.contains(new String(source.value(), UTF_8));
        return ours ? DECISION : INPUT;
    }
}
