package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Json;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the last state of every group and writes it on change only. */
final class KeepGroups implements Processor<String, GroupDelta, String, Object> {

    private final Stage stage;
    private KeyValueStore<String, byte[]> groups;
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    KeepGroups(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.groups = context.getStateStore(HeartbeatTopology.GROUPS_STORE);
        this.outbox = new Outbox(context, stage);
    }

    @Override
    public void process(Record<String, GroupDelta> record) {
        var group = record.value().group();
        var known = groups.get(group.group());
        if (known != null && Json.readState(known, FleetGroup.class).state() == group.state()) {
            return;
        }
        groups.put(group.group(), Json.bytes(group));
        outbox.send(
                Topics.FLEET_GROUPS,
                group.group(),
                group,
                group.provenance(),
                group.state().name(),
                Instant.ofEpochMilli(record.timestamp()));
    }
}
