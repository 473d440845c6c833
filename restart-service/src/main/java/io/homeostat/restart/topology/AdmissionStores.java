package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.SlidingWindow;
import io.homeostat.common.streams.DueIndex;
import io.homeostat.common.streams.DueIndex.Due;
import io.homeostat.restart.domain.Breaker;
import io.homeostat.restart.domain.Ledger;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Rates;
import io.homeostat.restart.domain.Situation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The state of the admission stage: loads what a decision looks at, keeps what it changed, and the indexes with it. */
final class AdmissionStores {

    /** Prefix of breakers in the due index; no lineage has it. */
    static final String BREAKER = "breaker:";

    private final KeyValueStore<String, byte[]> lineages;
    private final KeyValueStore<String, byte[]> ledgers;
    private final KeyValueStore<String, byte[]> breakers;
    private final KeyValueStore<String, byte[]> rates;
    private final KeyValueStore<String, byte[]> quarantined;
    private final KeyValueStore<String, byte[]> commands;
    private final DueIndex due;
    private final WaitingIndex waiting;
    private final RestartMeters meters;

    AdmissionStores(ProcessorContext<?, ?> context, RestartMeters meters) {
        this.meters = meters;
        lineages = context.getStateStore(RestartTopology.LINEAGES);
        ledgers = context.getStateStore(RestartTopology.LEDGERS);
        breakers = context.getStateStore(RestartTopology.BREAKERS);
        rates = context.getStateStore(RestartTopology.RATES);
        quarantined = context.getStateStore(RestartTopology.QUARANTINED);
        commands = context.getStateStore(RestartTopology.COMMANDS);
        due = new DueIndex(context.getStateStore(RestartTopology.DUE));
        waiting = new WaitingIndex(context.getStateStore(RestartTopology.WAITING));
        tell();
    }

    DueIndex due() {
        return due;
    }

    Lineage lineage(String key) {
        var bytes = lineages.get(key);
        return bytes == null ? new Lineage.Idle(key, Lineage.Count.NONE, null) : Json.readState(bytes, Lineage.class);
    }

    Ledger ledger(String workerId) {
        var bytes = ledgers.get(workerId);
        return bytes == null ? Ledger.EMPTY : Json.readState(bytes, Ledger.class);
    }

    Breaker breaker(String workerType) {
        var bytes = breakers.get(workerType);
        return bytes == null ? Breaker.closed(workerType) : Json.readState(bytes, Breaker.class);
    }

    /** Key of the lineage whose command this is; null: none that is out. */
    @Nullable
    String lineageOf(String commandId) {
        var bytes = commands.get(commandId);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** What a decision about this lineage looks at. */
    Situation situation(Lineage lineage, String workerId, String workerType) {
        return new Situation(
                lineage,
                breaker(workerType),
                new Rates(
                        window("type:" + workerType),
                        window("global"),
                        window("cleanup"),
                        window("plane-minute"),
                        window("plane-hour")),
                ledger(workerId),
                setAside(workerId));
    }

    private @Nullable String setAside(String workerId) {
        var bytes = quarantined.get(workerId);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Whoever waits for a cause that is over is due now.
     *
     * @param place as in {@link WaitingIndex#take}
     * @return from where to go on, as {@code max} are due now; null: nobody is left
     */
    @Nullable
    String wake(String place, long nowMs, int max) {
        var cause = WaitingIndex.cause(place);
        var taken = waiting.take(place, max);
        for (var key : taken.lineages()) {
            var before = lineage(key);
            if (cause.equals(before.waitsFor())) {
                keep(before, before.woken(nowMs));
                waiting.remove(cause, key); // due by time from now on
            }
        }
        return taken.next();
    }

    /** Keeps what a decision changed. */
    void keep(Situation before, Situation after, String workerId) {
        keep(before.lineage(), after.lineage());
        keep(before.breaker(), after.breaker());
        keep(before.rates(), after.rates(), after.breaker().workerType());
        if (!before.ledger().equals(after.ledger())) {
            ledgers.put(workerId, Json.bytes(after.ledger()));
        }
        if (!Objects.equals(before.setAside(), after.setAside())) {
            var reason = after.setAside();
            quarantined.put(workerId, reason == null ? null : reason.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void keep(Lineage before, Lineage after) {
        if (before.equals(after)) {
            return;
        }
        lineages.put(after.key(), Json.bytes(after));
        due.move(
                new Due(before.dueMs(), before.originMs(), before.key()),
                new Due(after.dueMs(), after.originMs(), after.key()));
        waiting.move(before.waitsFor(), after.waitsFor(), after.key());
        var answered = before.outstanding();
        var sent = after.outstanding();
        if (answered != null && !answered.equals(sent)) {
            commands.delete(answered);
        }
        if (sent != null && !sent.equals(answered)) {
            commands.put(sent, after.key().getBytes(StandardCharsets.UTF_8));
        }
        meters.lineage(before, after);
    }

    private void keep(Breaker before, Breaker after) {
        if (before.equals(after)) {
            return;
        }
        breakers.put(after.workerType(), Json.bytes(after));
        due.move(due(before), due(after));
        meters.breaker(after.workerType(), after.state());
    }

    private static Due due(Breaker breaker) {
        return new Due(breaker.dueMs(), breaker.dueMs(), BREAKER + breaker.workerType());
    }

    private void keep(Rates before, Rates after, String workerType) {
        if (before.equals(after)) {
            return;
        }
        rates.put("type:" + workerType, Json.bytes(after.type()));
        rates.put("global", Json.bytes(after.global()));
        rates.put("cleanup", Json.bytes(after.cleanup()));
        rates.put("plane-minute", Json.bytes(after.planeMinute()));
        rates.put("plane-hour", Json.bytes(after.planeHour()));
    }

    private SlidingWindow window(String name) {
        var bytes = rates.get(name);
        return bytes == null ? SlidingWindow.EMPTY : Json.readState(bytes, SlidingWindow.class);
    }

    /** After a start or a move the gauges begin with what the stores hold. */
    private void tell() {
        meters.left();
        try (var all = lineages.all()) {
            all.forEachRemaining(entry -> meters.lineage(null, Json.readState(entry.value, Lineage.class)));
        }
        try (var all = breakers.all()) {
            all.forEachRemaining(entry -> meters.breaker(
                    entry.key, Json.readState(entry.value, Breaker.class).state()));
        }
    }
}
