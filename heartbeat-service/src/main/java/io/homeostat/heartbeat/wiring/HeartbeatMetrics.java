package io.homeostat.heartbeat.wiring;

import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.Ticker;
import io.homeostat.heartbeat.topology.Blindness;
import io.homeostat.heartbeat.topology.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import java.util.function.ToDoubleFunction;

/** The figures of the service as metrics. They are read when somebody asks and cost the beats nothing. */
@Context
@Requires(beans = MeterRegistry.class)
final class HeartbeatMetrics {

    private final MeterRegistry registry;

    HeartbeatMetrics(
            MeterRegistry registry,
            Figures figures,
            Blindness blindness,
            @Named("heartbeats") Ticker ticker,
            StreamsRunner runner) {
        this.registry = registry;
        counter("homeostat.heartbeat.beats", "heartbeats read", figures, Figures::beats);
        counter("homeostat.heartbeat.due.served", "workers looked at because due", figures, Figures::entriesServed);
        counter("homeostat.heartbeat.due.postponed", "looks that failed: a bug", figures, Figures::judgementsPostponed);
        counter("homeostat.heartbeat.newcomers.refused", "beyond a limit", figures, Figures::newcomersRefused);
        counter("homeostat.heartbeat.dead.letters", "records refused", runner, DeadLetterCount::of);
        counter("homeostat.ticks.written", "ticks that the broker has", ticker, Ticker::written);
        counter("homeostat.ticks.lost", "ticks that could not be written", ticker, Ticker::lost);
        for (var state : WorkerState.values()) {
            FunctionCounter.builder("homeostat.heartbeat.statuses", figures, f -> f.statusesWritten(state))
                    .description("status records written")
                    .tag("state", state.name())
                    .register(registry);
        }
        gauge("homeostat.heartbeat.workers.tracked", "workers in memory", figures, Figures::workersTracked);
        gauge(
                "homeostat.heartbeat.partitions.blind",
                "own partitions that are not heard",
                blindness,
                b -> b.causes().size());
    }

    private <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).register(registry);
    }
}
