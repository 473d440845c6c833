package io.homeostat.rollback.wiring;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.streams.CatchingUp;
import io.homeostat.rollback.topology.VerdictMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters in the registry. */
final class RegisteredVerdictMeters implements VerdictMeters {

    private final MeterRegistry registry;
    private final CatchingUp catchingUp = new CatchingUp();
    private final Counter signals;
    private final Map<Integer, Integer> openOf = new ConcurrentHashMap<>();

    RegisteredVerdictMeters(MeterRegistry registry) {
        this.registry = registry;
        this.signals = Counter.builder("homeostat.rollback.signals")
                .description("times that the kill switch was asked for")
                .register(registry);
        Gauge.builder("homeostat.rollback.sessions", openOf, RegisteredVerdictMeters::sum)
                .description("promotions under watch")
                .register(registry);
    }

    @Override
    public CatchingUp catchingUp() {
        return catchingUp;
    }

    @Override
    public void decided(Rollback record) {
        var status = record.status();
        var decision = status == null ? String.valueOf(record.provenance().decision()) : status.name();
        registry.counter(
                        "homeostat.rollback.decisions",
                        "type",
                        name(record.type().name()),
                        "decision",
                        name(decision),
                        "reason",
                        name(record.reason().name()))
                .increment();
    }

    @Override
    public void signalled() {
        signals.increment();
    }

    @Override
    public void open(int task, int sessions) {
        openOf.put(task, sessions);
    }

    private static double sum(Map<Integer, Integer> openOf) {
        return openOf.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String name(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
