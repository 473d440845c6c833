package io.homeostat.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Every Kafka setting of the broker, and why it differs from Kafka's default. Kafka's defaults are for clusters of big
 * machines; this is one node beside other work on a laptop, which must fail over and restart within seconds.
 */
final class BrokerProperties {

    static final String CLIENT_LISTENER = "PLAINTEXT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /**
     * There is one node, so every factor of three becomes one; and few internal partitions, because each costs files
     * and start-up time while nothing here needs fifty.
     */
    private static final Map<String, String> ONE_NODE = Map.ofEntries(
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "8"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "8"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "8"),
            // Topics are declared in one catalogue; a misspelt name must fail, not make a topic.
            Map.entry("auto.create.topics.enable", "false"),
            // Exactly 1 MiB, the bound of the record contract; Kafka's default is 12 bytes more.
            Map.entry("message.max.bytes", "1048576"),
            // Kafka would wait for ever; a start that hangs must become an error.
            Map.entry("server.max.startup.time.ms", "60000"));

    /**
     * Restart and fail-over in seconds. A client that died without a word is noticed by a session, and a transaction
     * that it left open holds back everybody who reads committed records; both times were measured and shortened.
     */
    private static final Map<String, String> QUICK_RECOVERY = Map.ofEntries(
            // After kill -9 the next start has to wait until the controller believes that the old broker is gone.
            Map.entry("broker.session.timeout.ms", "1500"),
            Map.entry("broker.heartbeat.interval.ms", "300"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            Map.entry("transaction.max.timeout.ms", "15000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            Map.entry("group.consumer.min.session.timeout.ms", "6000"),
            Map.entry("group.consumer.session.timeout.ms", "10000"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
            Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            Map.entry("group.streams.min.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.min.session.timeout.ms", "6000"),
            Map.entry("group.streams.session.timeout.ms", "10000"));

    /** Small in memory, threads and disk, since it shares a JVM of some hundred megabytes with all services. */
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "4"),
            Map.entry("group.coordinator.threads", "2"),
            // Enough for 300 000 keys in one pass of the cleaner; more keys mean more passes.
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            // Compaction leaves the active segment alone: large segments would keep compacted topics large.
            Map.entry("log.segment.bytes", "67108864"),
            Map.entry("offsets.topic.segment.bytes", "16777216"),
            Map.entry("transaction.state.log.segment.bytes", "16777216"),
            Map.entry("share.coordinator.state.topic.segment.bytes", "16777216"),
            // Allocated per partition in advance; 1 MiB indexes a segment of 512 MiB.
            Map.entry("log.index.size.max.bytes", "1048576"),
            // The controller writes two records a second for ever, so its log needs a bound that a laptop can bear.
            Map.entry("metadata.log.segment.bytes", "8388608"),
            Map.entry("metadata.max.retention.bytes", "16777216"));

    private BrokerProperties() {}

    /**
     * Puts our settings, the caller's overrides and the settings of this start together and lets Kafka check them.
     *
     * @throws BrokerStartException if Kafka does not know an override or refuses its value
     */
    static KafkaConfig of(DataDirectory directory, LoopbackPorts ports, Map<String, String> overrides) {
        var unknown = new TreeSet<>(overrides.keySet());
        unknown.removeAll(KafkaConfig.configDef().names());
        if (!unknown.isEmpty()) {
            throw new BrokerStartException("broker setting " + unknown.first() + " is not known to Kafka");
        }
        var all = new HashMap<String, String>();
        all.putAll(ONE_NODE);
        all.putAll(QUICK_RECOVERY);
        all.putAll(SMALL);
        all.putAll(overrides);
        all.putAll(identity(directory, ports));
        try {
            // "false": Kafka does not log all its settings, which would be 300 lines.
            return KafkaConfig.apply(all, false);
        } catch (KafkaException | IllegalArgumentException e) {
            throw new BrokerStartException("broker settings refused: " + BrokerStartException.reasonOf(e), e);
        }
    }

    /** Who and where: a static quorum of one, so that the controller's port may be another one at the next start. */
    private static Map<String, String> identity(DataDirectory directory, LoopbackPorts ports) {
        var client = CLIENT_LISTENER + "://" + LoopbackPorts.HOST + ":" + ports.client();
        var controller = LoopbackPorts.HOST + ":" + ports.controller();
        return Map.ofEntries(
                Map.entry("node.id", Integer.toString(DataDirectory.NODE_ID)),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.voters", DataDirectory.NODE_ID + "@" + controller),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("listeners", client + "," + CONTROLLER_LISTENER + "://" + controller),
                Map.entry("advertised.listeners", client),
                Map.entry(
                        "listener.security.protocol.map",
                        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                Map.entry("log.dirs", directory.logs().toString()),
                Map.entry("metadata.log.dir", directory.metadata().toString()));
    }
}
