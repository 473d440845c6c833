package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.common.contract.Json;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The adapter of the stage of the targets: hands on what admission decides about. Equal failures of a worker between two
 * ticks become one, so that a storm of them does not meet in admission's one partition.
 */
final class WatchProcessor implements Processor<String, Object, String, Object> {

    private static final byte[] TICK = "{}".getBytes(StandardCharsets.UTF_8);

    private final Stage stage;
    private KeyValueStore<String, byte[]> failing;
    private Outbox outbox;
    private int partition;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    WatchProcessor(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        failing = context.getStateStore(AutofixTopology.FAILING);
        outbox = new Outbox(context, stage);
        partition = context.taskId().partition();
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((TargetInput) record.value()) {
            case TargetInput.Told(var input, var _) -> tell(input, record.timestamp());
            case TargetInput.Failing(var failed) -> keep(failed);
            case TargetInput.Ticked _ -> tick(record.timestamp());
            case TargetInput.PassedOver _ -> {}
        }
    }

    private void keep(AdmissionInput.Failed failed) {
        var key = failed.workerId() + '|' + failed.kind();
        var before = failing.get(key);
        var all = before == null
                ? failed
                : Json.readState(before, AdmissionInput.Failed.class).and(failed);
        failing.put(key, Json.bytes(all));
    }

    /**
     * Failures go before the tick that follows them. The ticks of one partition are admission's only clock; those of the
     * others prove to it that the failures before them have been heard.
     */
    private void tick(long appendTime) {
        var keys = new ArrayList<String>();
        try (var all = failing.all()) {
            all.forEachRemaining(entry -> {
                keys.add(entry.key);
                tell(Json.readState(entry.value, AdmissionInput.Failed.class), appendTime);
            });
        }
        keys.forEach(failing::delete);
        outbox.forward(Topics.FIX_ADMISSION, new Record<>(Ticks.key(partition), TICK, appendTime));
    }

    private void tell(AdmissionInput input, long appendTime) {
        outbox.forward(Topics.FIX_ADMISSION, new Record<>(input.about(), Json.bytes(input), appendTime));
    }
}
