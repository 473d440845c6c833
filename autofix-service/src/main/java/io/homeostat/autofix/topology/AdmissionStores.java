package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.Ledger;
import io.homeostat.autofix.domain.Pattern;
import io.homeostat.autofix.domain.Rates;
import io.homeostat.autofix.domain.Remedy;
import io.homeostat.autofix.domain.Situation;
import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.SlidingWindow;
import io.homeostat.common.streams.DueIndex;
import io.homeostat.common.streams.DueIndex.Due;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The state of the admission stage: loads what a decision looks at, keeps what it changed, and the indexes with it. */
final class AdmissionStores {

    private final KeyValueStore<String, byte[]> remedies;
    private final KeyValueStore<String, byte[]> ledgers;
    private final KeyValueStore<String, byte[]> rates;
    private final KeyValueStore<String, byte[]> references;
    private final KeyValueStore<String, byte[]> engaged;
    private final DueIndex due;
    private final AutofixMeters meters;

    AdmissionStores(ProcessorContext<?, ?> context, AutofixMeters meters) {
        this.meters = meters;
        remedies = context.getStateStore(AutofixTopology.REMEDIES);
        ledgers = context.getStateStore(AutofixTopology.LEDGERS);
        rates = context.getStateStore(AutofixTopology.RATES);
        references = context.getStateStore(AutofixTopology.REFERENCES);
        engaged = context.getStateStore(AutofixTopology.ENGAGED);
        due = new DueIndex(context.getStateStore(AutofixTopology.DUE));
        tell();
    }

    DueIndex due() {
        return due;
    }

    /** Null: nothing is known under this key. */
    @Nullable
    Remedy remedy(String key) {
        var bytes = remedies.get(key);
        return bytes == null ? null : Json.readState(bytes, Remedy.class);
    }

    /** Every remedy of a pattern, by target. */
    List<Remedy> remediesOf(String patternId) {
        var found = new ArrayList<Remedy>();
        try (var all = remedies.range(Remedy.key(patternId, ""), Remedy.key(patternId, "\uffff"))) {
            all.forEachRemaining(entry -> found.add(Json.readState(entry.value, Remedy.class)));
        }
        return found;
    }

    /** The remedy whose command or waiting fix has this id; null: nothing that is open. */
    @Nullable
    Remedy referred(String id) {
        return remedy(references, id);
    }

    /** The remedies whose fixes this worker is part of: of more than one where its patterns name other components. */
    List<Remedy> engaging(String workerId) {
        var found = new ArrayList<Remedy>();
        for (var key : engagedKeys(workerId)) {
            var remedy = remedy(key);
            if (remedy != null) {
                found.add(remedy);
            }
        }
        return found;
    }

    private List<String> engagedKeys(String workerId) {
        var bytes = engaged.get(workerId);
        if (bytes == null || bytes.length == 0) {
            return List.of();
        }
        // An earlier version kept one key as it is; no key begins with a bracket.
        return bytes[0] == '['
                ? List.of(Json.readState(bytes, String[].class))
                : List.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private void engage(String workerId, String key, boolean engages) {
        var keys = new TreeSet<>(engagedKeys(workerId));
        if (engages ? keys.add(key) : keys.remove(key)) {
            if (keys.isEmpty()) {
                engaged.delete(workerId);
            } else {
                engaged.put(workerId, Json.bytes(keys));
            }
        }
    }

    /** The remedy whose fix of this target is under way; null: none. */
    @Nullable
    Remedy holding(String target) {
        var holder = ledger(target).holder();
        return holder == null ? null : remedy(holder);
    }

    /** What a decision about this remedy looks at. */
    Situation situation(Remedy remedy, Pattern pattern, List<String> fixes) {
        var windows = new HashMap<String, SlidingWindow>();
        for (var name : Rates.windows(pattern, fixes)) {
            var bytes = rates.get(name);
            windows.put(name, bytes == null ? SlidingWindow.EMPTY : Json.readState(bytes, SlidingWindow.class));
        }
        return new Situation(remedy, ledger(remedy.target()), new Rates(windows));
    }

    /** Keeps what a decision changed. */
    void keep(Situation before, Situation after) {
        keep(before.remedy(), after.remedy());
        if (!before.ledger().equals(after.ledger())) {
            ledgers.put(after.remedy().target(), Json.bytes(after.ledger()));
        }
        after.rates().windows().forEach((name, window) -> {
            if (!window.equals(before.rates().windows().get(name))) {
                rates.put(name, Json.bytes(window));
            }
        });
    }

    private void keep(Remedy before, Remedy after) {
        if (before.equals(after)) {
            return;
        }
        meters.remedy(before, after);
        remedies.put(after.key(), Json.bytes(after));
        due.move(entry(before), entry(after));
        var key = after.key().getBytes(StandardCharsets.UTF_8);
        var was = before.reference();
        var is = after.reference();
        if (was != null && !was.equals(is)) {
            references.delete(was);
        }
        if (is != null && !is.equals(was)) {
            references.put(is, key);
        }
        for (var worker : before.engaged()) {
            if (!after.engaged().contains(worker)) {
                engage(worker, after.key(), false);
            }
        }
        for (var worker : after.engaged()) {
            if (!before.engaged().contains(worker)) {
                engage(worker, after.key(), true);
            }
        }
    }

    private static Due entry(Remedy remedy) {
        return new Due(remedy.dueMs(), remedy.originMs(), remedy.key());
    }

    private Ledger ledger(String target) {
        var bytes = ledgers.get(target);
        return bytes == null ? Ledger.EMPTY : Json.readState(bytes, Ledger.class);
    }

    private @Nullable Remedy remedy(KeyValueStore<String, byte[]> index, String name) {
        var bytes = index.get(name);
        return bytes == null ? null : remedy(new String(bytes, StandardCharsets.UTF_8));
    }

    /** After a start or a move the gauges begin with what the stores hold. */
    private void tell() {
        meters.left();
        try (var all = remedies.all()) {
            all.forEachRemaining(entry -> meters.remedy(null, Json.readState(entry.value, Remedy.class)));
        }
    }
}
