package io.homeostat.common.service;

import io.homeostat.common.streams.StreamsRunner;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import java.util.List;

/** Few figures until a runbook needs more: is each application running, how many of its threads died. */
@Context
@Requires(beans = {StreamsRunner.class, MeterRegistry.class})
final class StreamsMetrics {

    private static final String APPLICATION = "application";

    StreamsMetrics(List<StreamsRunner> runners, MeterRegistry registry) {
        runners.forEach(runner -> register(runner, registry));
    }

    private static void register(StreamsRunner runner, MeterRegistry registry) {
        Gauge.builder("homeostat.streams.running", runner, StreamsMetrics::running)
                .tag(APPLICATION, runner.applicationId())
                .description("1 while the topology runs")
                .register(registry);
        FunctionCounter.builder("homeostat.streams.replaced.threads", runner, StreamsRunner::replacedThreads)
                .tag(APPLICATION, runner.applicationId())
                .description("stream threads that died and were replaced")
                .register(registry);
    }

    private static double running(StreamsRunner runner) {
        var state = runner.state();
        return state != null && state.isRunningOrRebalancing() ? 1 : 0;
    }
}
