package io.homeostat.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What holds of promotions: one verdict, at most one rollback, and each check counts once. */
final class PromotionInvariants extends FaultInvariant {

    private static final Set<String> VERDICTS =
            Set.of("CONFIRMED", "ROLLED_BACK", "ROLLBACK_FAILED", "CANCELLED", "INCONCLUSIVE");

    private final Map<String, String> sessions = new TreeMap<>();
    private final Map<String, Integer> rollbacks = new HashMap<>();
    private final Map<String, Integer> commands = new HashMap<>();
    private final Set<String> checks = new HashSet<>();
    private final Set<String> announced = new TreeSet<>();
    private final Set<String> failed = new HashSet<>();

    @Override
    void appended(Recorder.Seen seen) {
        switch (topic(seen)) {
            case "promotions" -> {
                if (seen.text("status").equals("STARTED")) {
                    announced.add(seen.text("promotionId"));
                }
            }
            case "health-checks" -> failsIf(!seen.value().path("ok").asBoolean(true), seen.text("promotionId"));
            case "heartbeats" ->
                failsIf(seen.value().path("operations").path("failed").asInt() > 0, seen.text("service"));
            case "operator-commands" -> failsIf(seen.text("type").equals("ROLLBACK"), seen.key());
            default -> {}
        }
    }

    private void failsIf(boolean fails, String what) {
        if (fails) {
            failed.add(what);
        }
    }

    @Override
    void written(Recorder.Seen seen) {
        var promotion = seen.text("promotionId");
        if (topic(seen).equals("rollback-commands")) {
            check(!sessions.isEmpty() && sessions.containsKey(promotion), "no rollback of what was not watched", seen);
            check(
                    failed.contains(promotion) || failed.contains(seen.key()),
                    "no rollback of what never failed, and of what nobody wanted to go",
                    seen);
            check(
                    commands.merge(promotion + seen.text("agent"), 1, Integer::sum) <= 2,
                    "no more attempts of a rollback than allowed",
                    seen);
        }
        if (!topic(seen).equals("rollbacks")) {
            return;
        }
        var status = seen.text("status");
        switch (seen.text("type")) {
            case "MONITORING" -> {
                announced.remove(promotion);
                if (!status.equals("REFUSED")) {
                    check(!VERDICTS.contains(sessions.getOrDefault(promotion, "")), "one verdict per session", seen);
                    sessions.put(promotion, status);
                }
            }
            case "ROLLBACK" -> {
                if (status.equals("SUCCEEDED")) {
                    check(rollbacks.merge(promotion, 1, Integer::sum) == 1, "at most one rollback per promotion", seen);
                }
            }
            default -> {
                if (!status.equals("REFUSED")) {
                    var watch = seen.value().path("evidence").path("watch").asText("");
                    check(
                            checks.add(promotion + '/' + watch + '/' + seen.text("checkId")),
                            "each check counts once",
                            seen);
                }
            }
        }
    }

    @Override
    String open() {
        return sessions.values().stream().allMatch(VERDICTS::contains) && announced.isEmpty()
                ? ""
                : "sessions " + sessions + " announced " + announced;
    }

    @Override
    void atRest() {
        sessions.forEach((promotion, status) ->
                check(VERDICTS.contains(status), "every session ends", promotion + " is still " + status));
        check(announced.isEmpty(), "every promotion has an answer", announced);
    }
}
