package io.homeostat.common.service;

import io.homeostat.common.streams.StreamsRunner;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;

/** {@code /health/readiness}: every part within its time; a part that hangs is a problem of its own, not of the others. */
@Singleton
@Readiness
final class ReadinessIndicator implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("readiness").start(task);

    private final List<ReadinessPart> parts;

    ReadinessIndicator(List<ReadinessPart> parts, List<StreamsRunner> runners) {
        var all = new ArrayList<>(parts);
        all.addAll(StreamsHealth.parts(runners));
        this.parts = List.copyOf(all);
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.fromCompletableFuture(() -> CompletableFuture.supplyAsync(this::check, VIRTUAL));
    }

    private HealthResult check() {
        var running = new LinkedHashMap<String, CompletableFuture<String>>();
        for (var part : parts) {
            running.put(
                    part.name(),
                    CompletableFuture.supplyAsync(() -> part.problem().orElse("ok"), VIRTUAL));
        }
        var answers = new LinkedHashMap<String, Object>();
        running.forEach((name, answer) -> answers.put(name, await(answer)));
        boolean ready = answers.values().stream().allMatch("ok"::equals);
        return HealthResult.builder("parts", ready ? HealthStatus.UP : HealthStatus.DOWN)
                .details(answers)
                .build();
    }

    private static String await(CompletableFuture<String> answer) {
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "no answer within " + TIMEOUT.toSeconds() + " s";
        } catch (ExecutionException e) {
            return "failed: " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
