package io.homeostat.pattern.topology;

import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.TableRefusals;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Counts;
import io.homeostat.pattern.domain.Sample;
import io.homeostat.pattern.domain.Signal;
import io.homeostat.pattern.domain.Sorting;
import io.homeostat.pattern.domain.Sorting.Part;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends each part of an input to the stage that it is for, at the time at which it happened, and the ticks behind it. */
final class SubjectProcessor implements Processor<String, Object, String, Object> {

    private static final byte[] TICK = "{}".getBytes(StandardCharsets.UTF_8);
    private static final List<TopicSpec> TICKED =
            List.of(Topics.PATTERN_SAMPLES, Topics.PATTERN_OCCURRENCES, Topics.INCIDENT_SIGNALS);

    private final Stage stage;
    private final GlobalTable policies;
    private PendingOperations pending;
    private Outbox outbox;
    private TableRefusals refusals;
    private int partition;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    SubjectProcessor(Stage stage, GlobalTable policies) {
        this.stage = stage;
        this.policies = policies;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        pending = new PendingOperations(context.getStateStore(PatternTopology.PENDING));
        outbox = new Outbox(context, stage);
        refusals = new TableRefusals(outbox, List.of(policies));
        partition = context.taskId().partition();
    }

    @Override
    public void process(Record<String, Object> record) {
        switch ((SubjectInput) record.value()) {
            case SubjectInput.Failed(var failure, var origin) -> send(Sorting.failure(failure, origin), origin);
            case SubjectInput.Checked(var check, var origin) -> send(Sorting.check(check, origin), origin);
            case SubjectInput.Status(var status, var origin) -> send(Sorting.status(status, origin), origin);
            case SubjectInput.Ordered(var command, var origin) ->
                signal(new Signal.Ordered(command, origin.coordinates()), origin.time());
            case SubjectInput.Beat(var beat, var origin) -> beat(beat, origin);
            case SubjectInput.Ticked(var origin) -> tick(origin.time());
            case SubjectInput.Nothing _ -> {} // another service answers for it
        }
    }

    /** What failed goes at once; what did not waits for the tick. A drill is no operation. */
    private void beat(Heartbeat beat, Origin origin) {
        var operations = beat.operations();
        if (operations == null || beat.synthetic()) {
            return;
        }
        var counts = new Counts(operations.succeeded(), operations.failed());
        if (counts.failed() > 0) {
            sample(
                    new Sample(
                            beat.service(),
                            beat.version(),
                            counts.succeeded(),
                            counts.failed(),
                            null,
                            origin.coordinates()),
                    origin.time());
        } else if (counts.total() > 0) {
            pending.add(beat.service(), beat.version(), counts, origin);
        }
    }

    private void tick(Instant time) {
        refusals.drain(time);
        pending.take().forEach(summed -> sample(summed.sample(), summed.at()));
        for (var topic : TICKED) {
            outbox.forward(topic, new Record<>(Ticks.key(partition), TICK, time.toEpochMilli()));
        }
    }

    private void send(List<Part> parts, Origin origin) {
        for (var part : parts) {
            switch (part) {
                case Part.Sampled(var sample) -> sample(sample, origin.time());
                case Part.Occurred(var occurrence) ->
                    forward(Topics.PATTERN_OCCURRENCES, occurrence.patternId(), occurrence, origin.time());
                case Part.Signalled(var signal) -> signal(signal, origin.time());
            }
        }
    }

    private void sample(Sample sample, Instant time) {
        forward(Topics.PATTERN_SAMPLES, sample.key(), sample, time);
    }

    private void signal(Signal signal, Instant time) {
        forward(Topics.INCIDENT_SIGNALS, signal.incidentId(), signal, time);
    }

    private void forward(TopicSpec topic, String key, Object value, Instant time) {
        outbox.forward(topic, new Record<>(key, Json.bytes(value), time.toEpochMilli()));
    }
}
