package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.FlagCatalogue;
import io.homeostat.common.policy.FlagCatalogue.Flag;
import io.homeostat.common.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes of the flags when their catalogue changes: each is written once, and what is lost is said. */
public final class CatalogueRules {

    private static final String ACTION = "FLAG_CATALOGUE";

    private CatalogueRules() {}

    /** The catalogue now, and what is to be written. */
    public record Applied(Catalogue catalogue, List<Decision> decisions) {}

    /**
     * Applies a catalogue; an equal one changes nothing.
     *
     * @param stored all stored values
     * @param view records of {@code flags}. Before the first catalogue they are all that is known of the time before own state
     *     began: what was set is taken over, and what the catalogue does not have is removed. Later they only follow own state,
     *     and late: a value that was reset would come back
     */
    public static Applied apply(
            Catalogue before,
            Policies.InForce<FlagCatalogue> now,
            Map<String, StoredFlag> stored,
            Map<String, FlagValue> view) {
        if (before.flags().equals(now.policy())) {
            return new Applied(before, List.of());
        }
        var after = before.next(now.policy(), now.ref());
        var decisions = new ArrayList<Decision>();
        var causeId = Ids.of("flc", after.number(), now.ref().version());
        now.policy().flags().forEach((name, flag) -> {
            var own = stored.get(name);
            var kept = own == null && before.number() == 0 ? found(flag, view.get(name)) : own;
            if (own == null && kept != null) {
                decisions.add(note(after, name, Outcome.ADOPTED, Reason.FOUND_IN_VIEW, kept, null));
            }
            var refusal = kept == null ? null : flag.refusal(kept.value());
            if (kept != null && refusal != null) {
                decisions.add(note(after, name, Outcome.DROPPED, Reason.NO_LONGER_VALID, kept, refusal));
            }
            var value = refusal == null ? kept : null;
            decisions.add(FlagRules.write(after, name, value, causeId, Outcome.APPLIED));
        });
        var gone = new TreeSet<>(before.flags().flags().keySet());
        if (before.number() == 0) {
            gone.addAll(view.keySet());
        }
        gone.stream()
                .filter(name -> !now.policy().flags().containsKey(name))
                .forEach(name -> decisions.addAll(removed(after, name, stored.get(name))));
        decisions.add(applied(after, causeId, now.policy().flags().size()));
        return new Applied(after, decisions);
    }

    /** A record of the view that differs from the default was set by somebody. */
    private static @Nullable StoredFlag found(Flag flag, @Nullable FlagValue record) {
        return record == null
                        || Objects.equals(record.value(), record.safeDefault())
                        || flag.refusal(record.value()) != null
                ? null
                : new StoredFlag(record.value(), record.actor(), record.reason());
    }

    private static List<Decision> removed(Catalogue after, String name, @Nullable StoredFlag stored) {
        var note = note(after, name, Outcome.DROPPED, Reason.REMOVED, stored, null);
        return List.of(new Decision.FlagRemoved(name, note.of()), note);
    }

    private static Decision.Noted note(
            Catalogue after,
            String name,
            Outcome outcome,
            Reason reason,
            @Nullable StoredFlag stored,
            @Nullable String why) {
        var evidence = Evidence.of("catalogue", after.number())
                .and("value", stored == null ? null : stored.value())
                .and("actor", stored == null ? null : stored.actor())
                .and("reason", why);
        return noted(after, name, outcome, reason, Ids.of("fln", name, after.number(), outcome), evidence);
    }

    private static Decision applied(Catalogue after, String id, int flags) {
        var evidence = Evidence.of("catalogue", after.number()).and("flags", flags);
        return noted(after, FlagCatalogue.NAME, Outcome.APPLIED, Reason.CATALOGUE_CHANGED, id, evidence);
    }

    private static Decision.Noted noted(
            Catalogue after, String subject, Outcome outcome, Reason reason, String id, Evidence evidence) {
        var provenance = new Provenance(
                id,
                after.policy().name() + '@' + after.policy().version(),
                null,
                outcome.name(),
                null,
                evidence.toMap(),
                after.policy(),
                null,
                false);
        return new Decision.Noted(subject, ACTION, reason, SwitchRecords.SERVICE, provenance);
    }
}
