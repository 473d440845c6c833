package io.homeostat.autofix.domain;

import io.homeostat.common.policy.AutoFixPolicy;
import io.homeostat.common.policy.SlidingWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The windows that a decision looks at, by name. A fix takes one slot of each at its command; a refusal, a deferral and a
 * dry run take none.
 */
public record Rates(Map<String, SlidingWindow> windows) {

    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    public Rates {
        windows = Collections.unmodifiableMap(new TreeMap<>(windows));
    }

    /** A limit that is reached, and the observed time at which it frees a slot. */
    record Reached(String limit, int count, long max, long freeAtMs) {}

    private record Limit(String name, String window, long windowMs, long max) {}

    /** Names of the windows that fixes of these names for a pattern look at. */
    public static List<String> windows(Pattern pattern, List<String> fixes) {
        var names = new ArrayList<>(List.of("minute", "hour", "day"));
        for (var of : scopes(pattern, null)) {
            names.add(of + ":hour");
            names.add(of + ":day");
        }
        for (var fix : fixes) {
            names.add("fix:" + fix + ":hour");
            names.add("fix:" + fix + ":day");
        }
        return names;
    }

    /** The reached limit that frees a slot last, or null where all leave one. */
    @Nullable
    Reached reached(Terms terms, Pattern pattern, String fix, long nowMs) {
        Reached latest = null;
        for (var limit : limits(terms, pattern, fix)) {
            var window = window(limit.window);
            int count = window.count(nowMs, limit.windowMs);
            if (count >= limit.max) {
                long freeAtMs = window.freeAtMs(nowMs, limit.windowMs, limit.max);
                if (latest == null || freeAtMs > latest.freeAtMs) {
                    latest = new Reached(limit.name, count, limit.max, freeAtMs);
                }
            }
        }
        return latest;
    }

    /** The windows after a fix now. */
    Rates take(Pattern pattern, String fix, long nowMs) {
        var all = new TreeMap<>(windows);
        all.put("minute", window("minute").add(nowMs, MINUTE_MS));
        all.put("hour", window("hour").add(nowMs, HOUR_MS));
        all.put("day", window("day").add(nowMs, DAY_MS));
        for (var of : scopes(pattern, fix)) {
            all.put(of + ":hour", window(of + ":hour").add(nowMs, HOUR_MS));
            all.put(of + ":day", window(of + ":day").add(nowMs, DAY_MS));
        }
        return new Rates(all);
    }

    private static List<String> scopes(Pattern pattern, @Nullable String fix) {
        var category = "category:" + pattern.category();
        var type = "type:" + pattern.workerType();
        return fix == null ? List.of(category, type) : List.of(category, type, "fix:" + fix);
    }

    private static List<Limit> limits(Terms terms, Pattern pattern, String fix) {
        var policy = terms.policy();
        var all = new ArrayList<Limit>();
        all.add(new Limit("max_fixes_per_hour", "hour", HOUR_MS, policy.maxFixesPerHour()));
        all.add(new Limit("max_fixes_per_day", "day", DAY_MS, policy.maxFixesPerDay()));
        add(all, "per_category", "category:" + pattern.category(), policy.perCategory(), pattern.category());
        add(all, "per_worker_type", "type:" + pattern.workerType(), policy.perWorkerType(), pattern.workerType());
        add(all, "per_fix", "fix:" + fix, policy.perFix(), fix);
        all.add(new Limit(
                "max_actions_per_minute", "minute", MINUTE_MS, terms.plane().maxActionsPerMinute()));
        all.add(new Limit("max_actions_per_hour", "hour", HOUR_MS, terms.plane().maxActionsPerHour()));
        return all;
    }

    private static void add(
            List<Limit> all, String key, String window, Map<String, AutoFixPolicy.Limit> limits, String name) {
        var limit = AutoFixPolicy.limit(limits, name);
        if (limit != null) {
            all.add(new Limit(key + '.' + name + ".per_hour", window + ":hour", HOUR_MS, limit.perHour()));
            all.add(new Limit(key + '.' + name + ".per_day", window + ":day", DAY_MS, limit.perDay()));
        }
    }

    private SlidingWindow window(String name) {
        return Objects.requireNonNullElse(windows.get(name), SlidingWindow.EMPTY);
    }
}
