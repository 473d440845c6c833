package io.homeostat.common.streams;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams with which fail-over was measured (docs/decisions/0002-streams-runner.md): classic
 * protocol, LEAVE_GROUP at close, short sessions and transactions.
 */
public final class StreamsConfiguration {

    /** Names the dead-letters topic to the exception handlers. */
    static final String DEAD_LETTERS = "homeostat.dead.letters.topic";

    /** Names the service to the exception handlers. */
    static final String SERVICE = "homeostat.service";

    /** Deprecated by name, as it will be the default; without it a failing global table stops the client. */
    private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

    private static final long POLL_MS_MAX = 100;
    private static final int SESSION_TIMEOUT_MS = 6_000;
    private static final int GROUP_HEARTBEAT_MS = 2_000;
    private static final int TRANSACTION_TIMEOUT_MS = 3_000;
    private static final long TASK_TIMEOUT_MS = 24 * 3_600_000L; // a long broker outage must not kill threads

    /** A state that grew beyond what a topic of the plane takes must not stop its task: its changelog takes more. */
    private static final int STATE_BYTES_MAX = 4 * TopicSpec.MESSAGE_BYTES_MAX;

    private static final long CACHE_BYTES =
            1024 * 1024; // only for stores that ask for it: many puts, one write a commit

    private StreamsConfiguration() {}

    /** The properties for {@code KafkaStreams} and for the topology's naming guard. */
    public static Properties of(StreamsSettings settings) {
        var p = new Properties();
        p.putAll(settings.client());
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMs());
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        // An idle poll must not outlast a hop: what was processed just after a commit would wait for its end (100 ms).
        p.put(StreamsConfig.POLL_MS_CONFIG, Math.min(POLL_MS_MAX, settings.commitIntervalMs()));
        p.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, TASK_TIMEOUT_MS);
        p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1); // the broker's default
        p.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LastNet.OfDeserialization.class);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LastNet.OfProcessing.class);
        p.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, LastNet.OfProduction.class);
        p.put(GLOBAL_HANDLER, true);
        p.put(DEAD_LETTERS, settings.topics().of(Topics.DEAD_LETTERS));
        p.put(SERVICE, settings.applicationId());
        consumer(p, settings);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MS);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), STATE_BYTES_MAX);
        p.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), STATE_BYTES_MAX);
        return p;
    }

    private static void consumer(Properties p, StreamsSettings settings) {
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), GROUP_HEARTBEAT_MS);
        if (settings.instanceId() != null) {
            p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());
        }
    }
}
