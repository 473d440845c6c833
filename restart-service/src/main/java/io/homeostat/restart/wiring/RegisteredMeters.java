package io.homeostat.restart.wiring;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.streams.CatchingUp;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Step;
import io.homeostat.restart.topology.RestartMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The meters in the registry. Gauges are made when first needed and stay, at zero if need be: a gap would hide an end. */
final class RegisteredMeters implements RestartMeters {

    private final MeterRegistry registry;
    private final CatchingUp catchingUp = new CatchingUp();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger holds = new AtomicInteger();
    private final Map<Restart.Reason, AtomicInteger> deferred = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();

    RegisteredMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("homeostat.restart.open", open, AtomicInteger::get)
                .description("restarts that are open")
                .register(registry);
        Gauge.builder("homeostat.restart.holds", holds, AtomicInteger::get)
                .description("scopes in which nothing acts: pause, maintenance")
                .register(registry);
    }

    @Override
    public CatchingUp catchingUp() {
        return catchingUp;
    }

    @Override
    public void decided(Restart.Status status, Restart.Reason reason) {
        registry.counter("homeostat.restart.decisions", "status", name(status), "reason", name(reason))
                .increment();
    }

    @Override
    public void lineage(@Nullable Lineage before, Lineage after) {
        var was = before == null ? null : deferral(before);
        var is = deferral(after);
        open.addAndGet((after.isOpen() ? 1 : 0) - (before != null && before.isOpen() ? 1 : 0));
        if (was != null && was != is) {
            deferred(was).decrementAndGet();
        }
        if (is != null && was != is) {
            deferred(is).incrementAndGet();
        }
    }

    @Override
    public void breaker(String workerType, CircuitBreaker.State state) {
        breakers.computeIfAbsent(workerType, type -> {
                    var gauge = new AtomicInteger();
                    Gauge.builder("homeostat.restart.breaker", gauge, AtomicInteger::get)
                            .tag("type", type)
                            .description("0 closed, 1 open, 2 half-open")
                            .register(registry);
                    return gauge;
                })
                .set(
                        switch (state) {
                            case CLOSED -> 0;
                            case OPEN -> 1;
                            case HALF_OPEN -> 2;
                        });
    }

    @Override
    public void holds(int scopes) {
        holds.set(scopes);
    }

    @Override
    public void left() {
        open.set(0);
        holds.set(0);
        deferred.values().forEach(gauge -> gauge.set(0));
        breakers.values().forEach(gauge -> gauge.set(0));
    }

    private AtomicInteger deferred(Restart.Reason reason) {
        return deferred.computeIfAbsent(reason, _ -> {
            var gauge = new AtomicInteger();
            Gauge.builder("homeostat.restart.deferred", gauge, AtomicInteger::get)
                    .tag("reason", name(reason))
                    .description("open restarts that wait for a cause to end")
                    .register(registry);
            return gauge;
        });
    }

    private static Restart.@Nullable Reason deferral(Lineage lineage) {
        return lineage instanceof Lineage.Open open && open.step() instanceof Step.Postponed postponed
                ? postponed.reason()
                : null;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
