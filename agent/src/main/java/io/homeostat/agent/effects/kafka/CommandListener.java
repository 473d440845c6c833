package io.homeostat.agent.effects.kafka;

import io.homeostat.agent.domain.Change;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
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
 * Reads the commands of all kinds and hands the agent's own ones over. Whose one is comes first: what is not ours leaves
 * no trace. The offsets are committed when {@link
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
    private final TopicNames topics;
    private final Set<TopicPartition> assigned = new HashSet<>();

    /** @param settings name the agent */
    public CommandListener(CommandInbox inbox, PlaneSettings settings) {
        this.inbox = inbox;
        this.agent = settings.agent();
        this.topics = settings.topics();
    }

    /** Partitions of the topics that this agent reads now: all of them, unless another agent has its name. */
    public int assigned() {
        synchronized (assigned) {
            return assigned.size();
        }
    }

    @Topic({
        "${homeostat.topics.prefix:}restart-commands",
        "${homeostat.topics.prefix:}fix-commands",
        "${homeostat.topics.prefix:}rollback-commands"
    })
    void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        var restarts = new ArrayList<RestartCommand>();
        var changes = new ArrayList<Change>();
        for (var record : records) {
            if (agent.equals(CommandFields.addressee(record.value()))) {
                take(record, restarts, changes);
            }
        }
        inbox.take(restarts, changes);
    }

    private void take(ConsumerRecord<byte[], byte[]> record, List<RestartCommand> restarts, List<Change> changes) {
        var topic = topics.plain(record.topic());
        var key = record.key() == null ? null : new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
        if (topic.equals(Topics.FIX_COMMANDS.name())) {
            add(record, ChangeParser.fix(key, record.value()), changes);
        } else if (topic.equals(Topics.ROLLBACK_COMMANDS.name())) {
            add(record, ChangeParser.rollback(key, record.value()), changes);
        } else {
            add(record, CommandParser.parse(key, record.value()), restarts);
        }
    }

    /** One that cannot be understood names no command to answer: its sender learns it by the silence. */
    private static <T> void add(ConsumerRecord<byte[], byte[]> record, Parsed<T> parsed, List<T> ours) {
        switch (parsed) {
            case Parsed.Valid<T>(var command) -> ours.add(command);
            case Parsed.Rejected<T> rejected ->
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
