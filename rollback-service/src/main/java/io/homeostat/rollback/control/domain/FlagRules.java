package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.FlagScalar;
import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.DidYouMean;
import io.homeostat.common.policy.FlagCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Setting and resetting flags. A command is carried out whole or not at all; what is unclear is refused, never guessed. The
 * kill switch does not touch stored values: readers lay it over them.
 */
public final class FlagRules {

    /** Problems that an answer lists. */
    static final int PROBLEMS_MAX = 50;

    /** Unknown flags that a similar one is looked for. */
    private static final int SUGGESTIONS_MAX = 5;

    private static final int WHY_CHARACTERS_MAX = 500;

    private FlagRules() {}

    /** Something about one wanted value is wrong. */
    private record Problem(Reason kind, WantedFlag wanted, String why) {

        private Problem {
            why = why.length() > WHY_CHARACTERS_MAX ? why.substring(0, WHY_CHARACTERS_MAX) + "…" : why;
        }

        Map<String, String> toMap() {
            var all = new LinkedHashMap<String, String>();
            all.put("field", wanted.field());
            all.put("value", wanted.found());
            all.put("reason", why);
            return all;
        }
    }

    /**
     * FLAG_SET, one flag or a batch.
     *
     * @param stored what is stored now of the flags that are wanted
     * @param wanted at least one
     */
    public static List<Decision> set(
            Catalogue catalogue, Map<String, StoredFlag> stored, Command command, List<WantedFlag> wanted) {
        var problems = problems(catalogue.flags(), wanted);
        if (!problems.isEmpty()) {
            return List.of(refused(catalogue, command, problems));
        }
        var decisions = new ArrayList<Decision>();
        var evidence = Evidence.of("origin", null);
        for (var one : wanted) {
            var value = Objects.requireNonNull(one.value(), "a value without problem");
            var now = stored.get(one.name());
            evidence.and(one.name(), value);
            if (now == null || !now.value().equals(value)) {
                var next = new StoredFlag(value, command.actor(), command.reason());
                decisions.add(write(catalogue, one.name(), next, command.id(), Outcome.ACCEPTED));
            }
        }
        evidence.and("origin", command.origin()); // last: a flag may have this name
        return answered(catalogue, command, decisions, evidence);
    }

    /**
     * FLAG_RESET: the stored value goes, the default holds.
     *
     * @param stored null where none is
     */
    public static List<Decision> reset(Catalogue catalogue, @Nullable StoredFlag stored, Command command) {
        var name = command.subject();
        if (!catalogue.flags().flags().containsKey(name)) {
            var wanted = new WantedFlag(name, "subject", null, name);
            return List.of(refused(catalogue, command, List.of(unknown(catalogue.flags(), wanted, true))));
        }
        var decisions = new ArrayList<Decision>();
        if (stored != null) {
            decisions.add(write(catalogue, name, null, command.id(), Outcome.ACCEPTED));
        }
        var evidence = Evidence.of("origin", command.origin()).and("was", stored == null ? null : stored.value());
        return answered(catalogue, command, decisions, evidence);
    }

    /** The command lacks an argument that its type needs. */
    public static Decision refused(Catalogue catalogue, Command command, WantedFlag wanted, String why) {
        return refused(catalogue, command, List.of(new Problem(Reason.INVALID_ARGUMENT, wanted, why)));
    }

    /** The record of a flag, whose value is what is stored, else the default. */
    static Decision.FlagWritten write(
            Catalogue catalogue, String name, @Nullable StoredFlag stored, String causeId, Outcome outcome) {
        var flag = Objects.requireNonNull(catalogue.flags().flags().get(name), name);
        var provenance = new Provenance(
                Ids.of("flg", name, catalogue.number(), causeId),
                causeId,
                null,
                outcome.name(),
                null,
                null,
                catalogue.policy(),
                null,
                false);
        return new Decision.FlagWritten(
                new FlagValue(
                        name,
                        stored == null ? flag.safeDefault() : stored.value(),
                        flag.safeDefault(),
                        flag.kind(),
                        stored == null ? SwitchRecords.SERVICE : stored.actor(),
                        stored == null ? "safe default" : stored.reason(),
                        provenance),
                stored);
    }

    private static List<Decision> answered(
            Catalogue catalogue, Command command, List<Decision> changes, Evidence evidence) {
        var decisions = new ArrayList<>(changes);
        var reason = changes.isEmpty() ? Reason.UNCHANGED : Reason.COMMANDED;
        decisions.add(Decision.answer(command, Outcome.ACCEPTED, reason, null, evidence.toMap(), catalogue.policy()));
        return decisions;
    }

    private static Decision refused(Catalogue catalogue, Command command, List<Problem> problems) {
        var first = problems.getFirst();
        var evidence = Evidence.of("field", first.wanted().field())
                .and("value", first.wanted().found())
                .and("reason", first.why())
                .and(
                        "problems",
                        problems.size() == 1
                                ? null
                                : problems.stream().map(Problem::toMap).toList())
                .and("origin", command.origin());
        return Decision.answer(command, Outcome.REFUSED, first.kind(), null, evidence.toMap(), catalogue.policy());
    }

    /** The first ones: an answer must stay small, and the search for similar names short. */
    private static List<Problem> problems(FlagCatalogue catalogue, List<WantedFlag> wanted) {
        var problems = new ArrayList<Problem>();
        for (var one : wanted) {
            var problem = problem(catalogue, one, problems.size() < SUGGESTIONS_MAX);
            if (problem != null && problems.size() < PROBLEMS_MAX) {
                problems.add(problem);
            }
        }
        return problems;
    }

    private static @Nullable Problem problem(FlagCatalogue catalogue, WantedFlag wanted, boolean suggests) {
        var flag = catalogue.flags().get(wanted.name());
        if (flag == null) {
            return unknown(catalogue, wanted, suggests);
        }
        FlagScalar value = wanted.value();
        if (value == null) {
            return new Problem(Reason.INVALID_VALUE, wanted, "is no value of a flag");
        }
        var refusal = flag.refusal(value);
        return refusal == null ? null : new Problem(Reason.INVALID_VALUE, wanted, refusal);
    }

    private static Problem unknown(FlagCatalogue catalogue, WantedFlag wanted, boolean suggests) {
        var similar =
                suggests ? DidYouMean.closest(wanted.name(), catalogue.flags().keySet()) : null;
        var why = "'" + wanted.name() + "' is an unknown flag"
                + (similar == null ? "" : ", did you mean '" + similar + "'?");
        return new Problem(Reason.UNKNOWN_FLAG, wanted, why);
    }
}
