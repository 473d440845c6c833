package io.homeostat.pattern.topology;

import io.homeostat.common.policy.FailurePatternPolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.streams.PoliciesInForce;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.domain.Counts;
import io.homeostat.pattern.domain.Now;
import io.homeostat.pattern.domain.RateRules;
import io.homeostat.pattern.domain.RateRules.Of;
import io.homeostat.pattern.domain.RateWindow;
import io.homeostat.pattern.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts samples into the buckets of their windows and publishes the window at every update, and at the tick at which one of
 * its buckets leaves it: so the last record of a window is always what it now holds, and quiet shows.
 */
final class RateProcessor implements Processor<String, Object, String, Object> {

    private static final long KEPT_MS =
            Duration.ofSeconds(FailurePatternPolicy.RATE_WINDOW_SECONDS_MAX).toMillis();

    private final Stage stage;
    private final GlobalTable table;
    private RateBuckets buckets;
    private DueIndex due;
    private TaskClock clock;
    private PoliciesInForce policies;
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    RateProcessor(Stage stage, GlobalTable table) {
        this.stage = stage;
        this.table = table;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        buckets = new RateBuckets(
                context.getStateStore(PatternTopology.BUCKETS),
                context.getStateStore(PatternTopology.SAMPLED),
                KEPT_MS);
        due = new DueIndex(context.getStateStore(PatternTopology.RATES_DUE));
        clock = new TaskClock(context.getStateStore(PatternTopology.RATES_CLOCK));
        policies = new PoliciesInForce(table, context);
        outbox = new Outbox(context, stage);
    }

    @Override
    @SuppressWarnings("unchecked") // the intake before it gives nothing else
    public void process(Record<String, Object> record) {
        switch ((Fed<Sample>) record.value()) {
            case Fed.Ticked<Sample>(var coordinates) -> tick(record.timestamp(), coordinates);
            case Fed.Told<Sample>(var _, var sample) -> count(sample, record.timestamp());
        }
    }

    private void count(Sample sample, long atMs) {
        var counts = new Counts(sample.succeeded(), sample.failed());
        if (counts.total() == 0 || !buckets.isNew(sample, atMs)) {
            return;
        }
        var now = clock.at(atMs, policies.policies().plane().policy());
        for (long seconds : policy(sample.service()).policy().errorRateWindows()) {
            var of = new Of(sample.service(), sample.version(), new RateWindow(seconds));
            long bucket = of.window().bucketOf(atMs);
            buckets.add(of, atMs, counts);
            // What is read too late for the window is no news of it.
            if (bucket >= of.window().startAt(now.at().toEpochMilli())) {
                due.add(new DueIndex.Due(of.window().leavesAt(bucket), RateBuckets.name(of)));
                publish(of, now, atMs, sample.causeId());
            }
        }
    }

    private void tick(long appendMs, String coordinates) {
        policies.tick();
        var now = clock.tick(appendMs, policies.policies().plane().policy());
        for (var leaving : due.due(appendMs)) {
            due.remove(leaving);
            var of = RateBuckets.of(leaving.name());
            buckets.forget(of, of.window().leavingAt(leaving.dueMs()));
            // Also of a window that the policy no longer names: its last record would else be what it was, for ever.
            publish(of, now, appendMs, coordinates);
        }
    }

    /**
     * Publishes the window that holds {@code now}.
     *
     * @param causedMs append time of the sample or tick that changed it. A tick may have overtaken the sample; who waits for
     *     rates to be settled waits by the age of what they tell, and that is the sample's
     */
    private void publish(Of of, Now now, long causedMs, String causeId) {
        var counts = buckets.within(of, now.at().toEpochMilli());
        var rate = RateRules.rate(of, counts, clock.gapEndMs(), policy(of.service()), now, causeId);
        var provenance = rate.provenance();
        if (provenance != null) { // ours always have one
            outbox.send(
                    Topics.ERROR_RATES,
                    rate.key(),
                    rate,
                    provenance,
                    rate.verdict().name(),
                    Instant.ofEpochMilli(causedMs));
        }
    }

    private InForce<FailurePatternPolicy> policy(String service) {
        return policies.policies().failurePattern(new PolicyScope(null, service, null));
    }
}
