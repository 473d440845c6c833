package io.homeostat.rollback.control.topology;

import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends each command to the one stage that answers it, what is no command to dead letters, and the ticks of one task on. */
final class ForwardProcessor implements Processor<String, Object, String, Object> {

    private static final byte[] TICK = "{}".getBytes(StandardCharsets.UTF_8);

    private final Stage stage;
    private Outbox outbox;
    private boolean forwardsTicks;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    ForwardProcessor(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        outbox = new Outbox(context, stage);
        forwardsTicks = context.taskId().partition() == 0;
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((CommandInput) record.value()) {
            case CommandInput.ForSwitch(var command) -> forward(Topics.SWITCH_SIGNALS, command, record.timestamp());
            case CommandInput.ForPolicies(var command) -> forward(Topics.POLICY_APPROVALS, command, record.timestamp());
            case CommandInput.ForOthers() -> {} // its owner reads the topic too and answers it
            case CommandInput.Refused refused -> refuse(refused, record.timestamp());
            case CommandInput.Ticked() -> tick(record.timestamp());
        }
    }

    private void refuse(CommandInput.Refused refused, long timestamp) {
        var key = refused.key();
        var raw = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        outbox.deadLetter(refused.origin(), raw, key, refused.value(), refused.error());
        if (refused.answer() != null) {
            forward(Topics.SWITCH_SIGNALS, refused.answer(), timestamp);
        }
    }

    private void tick(long timestamp) {
        if (forwardsTicks) {
            outbox.forward(Topics.SWITCH_SIGNALS, new Record<>(Ticks.key(0), TICK, timestamp));
            outbox.forward(Topics.POLICY_APPROVALS, new Record<>(Ticks.key(0), TICK, timestamp));
        }
    }

    private void forward(TopicSpec topic, ForwardedCommand command, long timestamp) {
        outbox.forward(topic, new Record<>(command.key(), command.bytes(), timestamp));
    }
}
