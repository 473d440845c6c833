package io.homeostat.autofix.wiring;

import io.homeostat.autofix.domain.Remedy;
import io.homeostat.autofix.domain.Step;
import io.homeostat.autofix.topology.AutofixMeters;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.streams.CatchingUp;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The meters in the registry. Gauges are made when first needed and stay, at zero if need be: a gap would hide an end. */
final class RegisteredMeters implements AutofixMeters {

    private final MeterRegistry registry;
    private final CatchingUp catchingUp = new CatchingUp();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger awaiting = new AtomicInteger();
    private final Map<Fix.Reason, AtomicInteger> deferred = new ConcurrentHashMap<>();

    RegisteredMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("homeostat.autofix.open", open, AtomicInteger::get)
                .description("fixes that are open")
                .register(registry);
        Gauge.builder("homeostat.autofix.awaiting.approval", awaiting, AtomicInteger::get)
                .description("fixes that wait for a person")
                .register(registry);
    }

    @Override
    public CatchingUp catchingUp() {
        return catchingUp;
    }

    @Override
    public void decided(Fix.Status status, Fix.Reason reason) {
        registry.counter("homeostat.autofix.decisions", "status", name(status), "reason", name(reason))
                .increment();
    }

    @Override
    public void remedy(@Nullable Remedy before, Remedy after) {
        open.addAndGet((isOpen(after) ? 1 : 0) - (isOpen(before) ? 1 : 0));
        awaiting.addAndGet((isAwaiting(after) ? 1 : 0) - (isAwaiting(before) ? 1 : 0));
        var was = deferral(before);
        var is = deferral(after);
        if (was != null && was != is) {
            deferred(was).decrementAndGet();
        }
        if (is != null && was != is) {
            deferred(is).incrementAndGet();
        }
    }

    @Override
    public void left() {
        open.set(0);
        awaiting.set(0);
        deferred.values().forEach(gauge -> gauge.set(0));
    }

    private AtomicInteger deferred(Fix.Reason reason) {
        return deferred.computeIfAbsent(reason, _ -> {
            var gauge = new AtomicInteger();
            Gauge.builder("homeostat.autofix.deferred", gauge, AtomicInteger::get)
                    .tag("reason", name(reason))
                    .description("open fixes that wait for a cause to end")
                    .register(registry);
            return gauge;
        });
    }

    private static boolean isOpen(@Nullable Remedy remedy) {
        return remedy != null && remedy.course() != null;
    }

    private static boolean isAwaiting(@Nullable Remedy remedy) {
        return remedy != null && remedy.step() instanceof Step.Awaiting;
    }

    private static Fix.@Nullable Reason deferral(@Nullable Remedy remedy) {
        return remedy != null && remedy.step() instanceof Step.Deferred waits ? waits.reason() : null;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
