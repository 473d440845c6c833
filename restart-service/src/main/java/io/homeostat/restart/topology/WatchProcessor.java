package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.WatchRules;
import io.homeostat.restart.domain.Watched;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps what is known of each worker, and tells admission what matters to it. */
final class WatchProcessor implements Processor<String, Object, String, Object> {

    private static final byte[] TICK = "{}".getBytes(StandardCharsets.UTF_8);

    private final Stage stage;
    private KeyValueStore<String, byte[]> workers;
    private Outbox outbox;
    private boolean forwardsTicks;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    WatchProcessor(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        workers = context.getStateStore(RestartTopology.WORKERS);
        outbox = new Outbox(context, stage);
        forwardsTicks = context.taskId().partition() == 0; // the ticks of one partition are admission's only clock
    }

    @Override
    public void process(Record<String, Object> record) {
        var workerId = record.key();
        switch ((WorkerInput) record.value()) {
            case WorkerInput.Ticked _ -> tick(record.timestamp());
            case WorkerInput.Status(var status) -> apply(record, WatchRules.status(watched(workerId), status));
            case WorkerInput.Forgotten(var _, var origin) ->
                apply(record, WatchRules.forgotten(watched(workerId), origin.coordinates()));
            case WorkerInput.Requested(var request, var origin) ->
                apply(record, WatchRules.requested(watched(workerId), request, origin.coordinates()));
            case WorkerInput.Answered(var result, var origin) ->
                apply(record, WatchRules.answered(watched(workerId), result, origin.coordinates()));
            case WorkerInput.Willed(var will, var origin) ->
                apply(record, WatchRules.willed(watched(workerId), will, origin.coordinates()));
            case WorkerInput.PassedOver _ -> {}
        }
    }

    private void tick(long appendTime) {
        if (forwardsTicks) {
            outbox.forward(Topics.RESTART_ADMISSION, new Record<>(Ticks.key(0), TICK, appendTime));
        }
    }

    private void apply(Record<String, Object> record, WatchRules.Seen seen) {
        var watched = seen.watched();
        if (watched == null) {
            workers.delete(record.key());
        } else {
            workers.put(record.key(), Json.bytes(watched));
        }
        for (AdmissionInput input : seen.tell()) {
            var told = new Record<>(input.workerId(), Json.bytes(input), record.timestamp());
            outbox.forward(Topics.RESTART_ADMISSION, told);
        }
    }

    private @Nullable Watched watched(String workerId) {
        var bytes = workers.get(workerId);
        return bytes == null ? null : Json.readState(bytes, Watched.class);
    }
}
