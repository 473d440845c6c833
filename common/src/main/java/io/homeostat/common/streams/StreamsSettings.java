package io.homeostat.common.streams;

import io.homeostat.common.topics.TopicNames;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one application of Kafka Streams runs with.
 *
 * @param bootstrapServers of the broker
 * @param applicationId never changes: it names the group, the changelogs and the transactional ids
 * @param stateDirectory survives restarts and belongs to this instance alone
 * @param instanceId unique per instance, makes the membership static; null: dynamic membership
 * @param commitIntervalMs length of a hop in milliseconds
 * @param threads stream threads, at least 1
 * @param client settings of all clients, security among them
 */
public record StreamsSettings(
        String bootstrapServers,
        String applicationId,
        TopicNames topics,
        Path stateDirectory,
        @Nullable String instanceId,
        long commitIntervalMs,
        int threads,
        Map<String, String> client) {

    /**
     * The settings of a further application of the same service, with a state directory of its own.
     *
     * @param suffix of the application id, the directory and the instance id
     * @param itsCommitIntervalMs length of its hops in milliseconds
     */
    public StreamsSettings further(String suffix, long itsCommitIntervalMs) {
        return new StreamsSettings(
                bootstrapServers,
                applicationId + '-' + suffix,
                topics,
                stateDirectory.resolve(suffix),
                instanceId == null ? null : instanceId + '-' + suffix,
                itsCommitIntervalMs,
                1,
                client);
    }

    /** The same with a shorter hop, for an application whose latency counts and whose output is small. */
    public StreamsSettings withCommitIntervalMs(long intervalMs) {
        return new StreamsSettings(
                bootstrapServers, applicationId, topics, stateDirectory, instanceId, intervalMs, threads, client);
    }
}
