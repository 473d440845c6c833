package io.homeostat.agent.effects.kafka;

import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartCommand;
import io.micronaut.configuration.kafka.annotation.ErrorStrategy;
import io.micronaut.configuration.kafka.annotation.ErrorStrategyValue;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.annotation.Property;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code restart-commands} and hands the agent's own ones over. The offsets are committed when {@link
 * CommandInbox#take} has returned, so when the commands stand in the journal; if it throws, the batch is read again.
 */
@KafkaListener(
        groupId = "${homeostat.topics.prefix:}homeostat-agent-${homeostat.agent.name}",
        clientId = "${homeostat.topics.prefix:}homeostat-agent-${homeostat.agent.name}-commands",
        offsetReset = OffsetReset.EARLIEST,
        offsetStrategy = OffsetStrategy.SYNC,
        isolation = IsolationLevel.READ_COMMITTED,
        batch = true,
        pollTimeout = "250ms",
        sessionTimeout = "6s",
        heartbeatInterval = "2s",
        errorStrategy =
                @ErrorStrategy(
                        value = ErrorStrategyValue.RETRY_ON_ERROR,
                        retryCount = Integer.MAX_VALUE,
                        retryDelay = "1s"),
        properties = {
            @Property(name = "allow.auto.create.topics", value = "false"),
            @Property(name = "max.poll.records", value = "200")
        })
public class CommandListener implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(CommandListener.class);

    private final CommandInbox inbox;
    private final String agent;
    private final Set<TopicPartition> assigned = new HashSet<>();

    /** @param settings name the agent */
    public CommandListener(CommandInbox inbox, PlaneSettings settings) {
        this.inbox = inbox;
        this.agent = settings.agent();
    }

    /** Partitions of the topic that this agent reads now: all of them, unless another agent has its name. */
    public int assigned() {
        synchronized (assigned) {
            return assigned.size();
        }
    }

    @Topic("${homeostat.topics.prefix:}restart-commands")
    void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        var ours = new ArrayList<RestartCommand>();
        for (var record : records) {
            if (agent.equals(CommandParser.addressee(record.value()))) {
                parse(record, ours);
            }
        }
        inbox.take(ours);
    }

    /** One that cannot be understood names no command to answer; heartbeat-service, which reads all, files it away. */
    private static void parse(ConsumerRecord<byte[], byte[]> record, List<RestartCommand> ours) {
        var key = record.key() == null ? null : new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
        switch (CommandParser.parse(key, record.value())) {
            case Parsed.Valid<RestartCommand>(var command) -> ours.add(command);
            case Parsed.Rejected<RestartCommand> rejected ->
                LOG.warn(
                        "the command at {}/{}/{} is passed over: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        rejected.message());
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        synchronized (assigned) {
            assigned.addAll(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        synchronized (assigned) {
            assigned.removeAll(partitions);
        }
    }
}
