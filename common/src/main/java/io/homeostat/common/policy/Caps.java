package io.homeostat.common.policy;

import static io.homeostat.common.policy.Caps.Loosening.LOWERING;
import static io.homeostat.common.policy.Caps.Loosening.RAISING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.common.contract.Decimals;
import io.homeostat.common.contract.PolicyDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of policies that cap what the plane may do by itself, and the direction that loosens each. A change that loosens
 * one needs a second person (semantics 5; docs/decisions/0018-one-keeper-of-policies.md lists why these).
 */
public final class Caps {

    /** A change in this direction lets the plane do more. Truth values count as 1 and 0. */
    enum Loosening {
        RAISING,
        LOWERING
    }

    /**
     * One cap.
     *
     * @param path of its key; {@code *} stands for every name of a map, whose {@code default} holds for names not in it
     * @param builtIn what holds where the key is absent; null: then nothing caps
     */
    record Cap(
            String policy,
            String path,
            Loosening loosening,
            @Nullable BigDecimal builtIn) {

        static Cap of(String policy, String path, Loosening loosening, @Nullable String builtIn) {
            return new Cap(policy, path, loosening, builtIn == null ? null : new BigDecimal(builtIn));
        }
    }

    /**
     * A cap that a change loosens.
     *
     * @param path exact place, with the scope or override where it is one's
     * @param from what caps now
     * @param to what would cap; {@code none} where nothing would
     */
    public record Loosened(String path, String from, String to) {}

    private static final String PLANE = "plane-policy";
    private static final String RESTART = "worker-restart-policy";
    private static final String AUTO_FIX = "auto-fix-policy";
    private static final String ROLLBACK = "rollback-policy";

    /** Overrides within a policy, by name, that lie over the rest of it. */
    private static final Map<String, String> OVERRIDES = Map.of(RESTART, "worker_types", ROLLBACK, "profiles");

    private static final String DEFAULT = "default";
    private static final String ANY = "*";

    static final List<Cap> ALL = List.of(
            Cap.of(PLANE, "max_actions_per_minute", RAISING, "30"),
            Cap.of(PLANE, "max_actions_per_hour", RAISING, "300"),
            Cap.of(RESTART, "max_retries", RAISING, "3"),
            Cap.of(RESTART, "rate_limits.global_per_minute", RAISING, "10"),
            Cap.of(RESTART, "rate_limits.per_type_per_minute", RAISING, "3"),
            Cap.of(RESTART, "cleanup.max_per_minute", RAISING, "5"),
            Cap.of(RESTART, "circuit_breaker_enabled", LOWERING, "1"),
            Cap.of(RESTART, "circuit_breaker_threshold", RAISING, "5"),
            Cap.of(RESTART, "half_open_max_probes", RAISING, "1"),
            Cap.of(RESTART, "max_cumulative_cost_factor", RAISING, "3.0"),
            Cap.of(RESTART, "min_task_interval_seconds", LOWERING, "0"),
            Cap.of(RESTART, "budget.total", RAISING, null),
            Cap.of(AUTO_FIX, "max_fixes_per_hour", RAISING, "10"),
            Cap.of(AUTO_FIX, "max_fixes_per_day", RAISING, "50"),
            Cap.of(AUTO_FIX, "per_category.*.per_hour", RAISING, null),
            Cap.of(AUTO_FIX, "per_category.*.per_day", RAISING, null),
            Cap.of(AUTO_FIX, "per_worker_type.*.per_hour", RAISING, null),
            Cap.of(AUTO_FIX, "per_worker_type.*.per_day", RAISING, null),
            Cap.of(AUTO_FIX, "per_fix.*.per_hour", RAISING, null),
            Cap.of(AUTO_FIX, "per_fix.*.per_day", RAISING, null),
            Cap.of(AUTO_FIX, "fix_cooldown_minutes", LOWERING, "60"),
            Cap.of(AUTO_FIX, "min_confidence_threshold", LOWERING, "0.7"),
            Cap.of(AUTO_FIX, "min_occurrences", LOWERING, "2"),
            Cap.of(AUTO_FIX, "safety_bands.reject_below", LOWERING, "0.3"),
            Cap.of(AUTO_FIX, "safety_bands.approval_below", LOWERING, "0.7"),
            Cap.of(AUTO_FIX, "safety_bands.auto_from", LOWERING, "0.9"),
            Cap.of(ROLLBACK, "rollback_retries", RAISING, "3"),
            Cap.of(ROLLBACK, "kill_switch.quiet_minutes_before_reset", LOWERING, "15"),
            Cap.of(ROLLBACK, "kill_switch.require_second_person", LOWERING, "1"),
            Cap.of(ROLLBACK, "kill_switch.stale_after_seconds", RAISING, "300"));

    private Caps() {}

    /** The caps that {@code changed} loosens wherever it applies; both sides validated, the document is in {@code after}. */
    public static List<Loosened> loosened(Policies before, Policies after, PolicyDocument changed) {
        var name = changed.name();
        var all = new LinkedHashMap<String, Loosened>();
        for (var scope : after.combinations(changed)) {
            var was = before.merged(name, scope);
            var is = after.merged(name, scope);
            for (var override : overrides(name, was, is)) {
                var place = place(name, scope, override);
                compare(name, place, laidOver(name, was, override), laidOver(name, is, override))
                        .forEach(loosened -> all.putIfAbsent(loosened.path(), loosened));
            }
        }
        return List.copyOf(all.values());
    }

    private static List<Loosened> compare(String name, String place, JsonNode was, JsonNode is) {
        var all = new ArrayList<Loosened>();
        for (var cap : ALL) {
            if (cap.policy().equals(name)) {
                for (var path : paths(cap.path(), was, is)) {
                    var from = value(cap, was, path);
                    var to = value(cap, is, path);
                    if (loosens(cap.loosening(), from, to)) {
                        all.add(new Loosened(place + '.' + path, text(from), text(to)));
                    }
                }
            }
        }
        return all;
    }

    private static boolean loosens(Loosening loosening, @Nullable BigDecimal from, @Nullable BigDecimal to) {
        if (from == null) {
            return false;
        }
        if (to == null) {
            return true;
        }
        int change = to.compareTo(from);
        return switch (loosening) {
            case RAISING -> change > 0;
            case LOWERING -> change < 0;
        };
    }

    /** A path with a name in place of {@code *} for every name that either side has, the default's included. */
    private static Set<String> paths(String path, JsonNode was, JsonNode is) {
        int star = path.indexOf(ANY);
        if (star < 0) {
            return Set.of(path);
        }
        var map = path.substring(0, star - 1);
        var names = new TreeSet<String>(Set.of(DEFAULT));
        was.path(map).fieldNames().forEachRemaining(names::add);
        is.path(map).fieldNames().forEachRemaining(names::add);
        var all = new TreeSet<String>();
        names.forEach(name -> all.add(map + '.' + name + path.substring(star + 1)));
        return all;
    }

    private static @Nullable BigDecimal value(Cap cap, JsonNode policy, String path) {
        var found = cap.path().contains(ANY) ? ofMap(cap, policy, path) : at(policy, path);
        if (found.isBoolean()) {
            return found.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return found.isNumber() ? found.decimalValue() : cap.builtIn();
    }

    /** A name that the map does not have is capped by the map's default. */
    private static JsonNode ofMap(Cap cap, JsonNode policy, String path) {
        int star = cap.path().indexOf(ANY);
        var map = policy.path(cap.path().substring(0, star - 1));
        var leaf = cap.path().substring(star + 2);
        var name = path.substring(star, path.length() - leaf.length() - 1);
        return (map.has(name) ? map.path(name) : map.path(DEFAULT)).path(leaf);
    }

    private static JsonNode at(JsonNode policy, String path) {
        return policy.at('/' + path.replace('.', '/'));
    }

    /** Names with overrides of their own on either side, and the empty name for the rest. */
    private static Set<String> overrides(String name, JsonNode was, JsonNode is) {
        var names = new TreeSet<String>(Set.of(""));
        var key = OVERRIDES.getOrDefault(name, "");
        was.path(key).fieldNames().forEachRemaining(names::add);
        is.path(key).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode laidOver(String name, JsonNode policy, String override) {
        var key = OVERRIDES.getOrDefault(name, "");
        if (!(policy instanceof ObjectNode whole) || override.isEmpty()) {
            return policy;
        }
        var base = whole.deepCopy().without(key);
        var own = policy.path(key).get(override);
        return own == null ? base : PolicyMerge.merge(base, own);
    }

    private static String place(String name, PolicyScope scope, String override) {
        var place = new StringBuilder(name);
        append(place, "/environment:", scope.environment());
        append(place, "/service:", scope.service());
        append(place, "/type:", scope.workerType());
        if (!override.isEmpty()) {
            place.append('.')
                    .append(OVERRIDES.getOrDefault(name, ""))
                    .append('.')
                    .append(override);
        }
        return place.toString();
    }

    private static void append(StringBuilder place, String kind, @Nullable String value) {
        if (value != null) {
            place.append(kind).append(value);
        }
    }

    private static String text(@Nullable BigDecimal value) {
        return value == null ? "none" : Decimals.text(value);
    }
}
