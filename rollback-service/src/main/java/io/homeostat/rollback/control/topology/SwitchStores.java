package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.rollback.control.domain.Catalogue;
import io.homeostat.rollback.control.domain.Decision;
import io.homeostat.rollback.control.domain.StoredFlag;
import io.homeostat.rollback.control.domain.SwitchState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The state of the stage that throws the switch. */
final class SwitchStores {

    private static final String CATALOGUE = "catalogue";

    private final KeyValueStore<String, byte[]> switches;
    private final KeyValueStore<String, byte[]> flags;
    private final KeyValueStore<String, byte[]> single;
    private final TreeSet<String> waiting = new TreeSet<>();

    SwitchStores(ProcessorContext<?, ?> context) {
        switches = context.getStateStore(SwitchTopology.SWITCHES);
        flags = context.getStateStore(SwitchTopology.STORED_FLAGS);
        single = context.getStateStore(SwitchTopology.TASK);
        try (var all = switches.all()) {
            all.forEachRemaining(entry -> index(Json.readState(entry.value, SwitchState.class)));
        }
    }

    SwitchState state(String scope) {
        var bytes = switches.get(scope);
        return bytes == null ? SwitchState.never(scope) : Json.readState(bytes, SwitchState.class);
    }

    /** Scopes that were ever switched. */
    List<String> scopes() {
        var all = new TreeSet<String>();
        try (var entries = switches.all()) {
            entries.forEachRemaining(entry -> all.add(entry.key));
        }
        return List.copyOf(all);
    }

    /** Scopes whose reset waits for a second person. */
    List<String> waiting() {
        return List.copyOf(waiting);
    }

    void keep(SwitchState before, SwitchState after) {
        if (!before.equals(after)) {
            switches.put(after.scope(), Json.bytes(after));
            index(after);
        }
    }

    Catalogue catalogue() {
        var bytes = single.get(CATALOGUE);
        return bytes == null ? Catalogue.NONE : Json.readState(bytes, Catalogue.class);
    }

    void keep(Catalogue catalogue) {
        single.put(CATALOGUE, Json.bytes(catalogue));
    }

    Map<String, StoredFlag> flags(Collection<String> names) {
        var stored = new HashMap<String, StoredFlag>();
        for (var name : names) {
            var bytes = flags.get(name);
            if (bytes != null) {
                stored.put(name, Json.readState(bytes, StoredFlag.class));
            }
        }
        return stored;
    }

    /** Keeps the stored values that decisions change. */
    void keep(List<Decision> decisions) {
        for (var decision : decisions) {
            switch (decision) {
                case Decision.FlagWritten(var record, var stored) ->
                    flags.put(record.name(), stored == null ? null : Json.bytes(stored));
                case Decision.FlagRemoved(var name, var _) -> flags.delete(name);
                case Decision.Answered _, Decision.Noted _, Decision.Switched _, Decision.PolicyWritten _ -> {}
            }
        }
    }

    private void index(SwitchState state) {
        switch (state) {
            case SwitchState.Resetting _ -> waiting.add(state.scope());
            case SwitchState.On _, SwitchState.Off _ -> waiting.remove(state.scope());
        }
    }
}
