package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.policy.FlagCatalogue;
import io.homeostat.common.policy.Policies;
import io.homeostat.rollback.control.domain.Catalogue;
import io.homeostat.rollback.control.domain.CatalogueRules;
import io.homeostat.rollback.control.domain.Command;
import io.homeostat.rollback.control.domain.Decision;
import io.homeostat.rollback.control.domain.FlagRules;
import io.homeostat.rollback.control.domain.Now;
import io.homeostat.rollback.control.domain.WantedFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/** Sets and resets flags, and writes them anew when their catalogue changes. */
final class FlagKeeper {

    private final SwitchStores stores;
    private final DecisionWriter writer;
    private final KeyValueStore<String, byte[]> view;

    FlagKeeper(SwitchStores stores, DecisionWriter writer, KeyValueStore<String, byte[]> view) {
        this.stores = stores;
        this.writer = writer;
        this.view = view;
    }

    /** Applies the catalogue in force, where it is not the one that the flags were last written by. */
    void apply(Policies.InForce<FlagCatalogue> inForce, Now now) {
        var before = stores.catalogue();
        if (before.flags().equals(inForce.policy())) {
            return;
        }
        var names = new TreeSet<>(before.flags().flags().keySet());
        names.addAll(inForce.policy().flags().keySet());
        var applied = CatalogueRules.apply(before, inForce, stores.flags(names), found(before));
        settle(applied.decisions(), now);
        stores.keep(applied.catalogue());
    }

    void set(OperatorCommand asked, Command command, Now now) {
        var catalogue = stores.catalogue();
        switch (FlagArguments.of(asked)) {
            case FlagArguments.Missing(var at, var why) ->
                settle(List.of(FlagRules.refused(catalogue, command, at, why)), now);
            case FlagArguments.Wanted(var wanted) -> {
                var names = wanted.stream().map(WantedFlag::name).toList();
                settle(FlagRules.set(catalogue, stores.flags(names), command, wanted), now);
            }
        }
    }

    void reset(Command command, Now now) {
        var name = command.subject();
        var stored = stores.flags(List.of(name)).get(name);
        settle(FlagRules.reset(stores.catalogue(), stored, command), now);
    }

    private void settle(List<Decision> decisions, Now now) {
        writer.write(decisions, now.at());
        stores.keep(decisions);
    }

    /** The whole view before the first catalogue; later nobody asks for it. */
    private Map<String, FlagValue> found(Catalogue before) {
        var found = new HashMap<String, FlagValue>();
        if (before.number() > 0) {
            return found;
        }
        try (var all = view.all()) {
            all.forEachRemaining(entry -> {
                if (FlagValue.parse(entry.key, entry.value) instanceof Parsed.Valid<FlagValue>(var record)) {
                    found.put(entry.key, record);
                }
            });
        }
        return found;
    }
}
