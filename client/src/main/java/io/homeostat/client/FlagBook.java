package io.homeostat.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the records of {@code kill-switch} and {@code flags} say up to now. One thread only. */
final class FlagBook {

    /** The scope of everything. */
    static final String GLOBAL = "global";

    /** Flags that are kept, in what is bounded to a few MiB; the catalogue of a plane has some dozens. */
    static final int FLAGS_MAX = 4_096;

    /** Longest name of a flag in characters. */
    static final int NAME_MAX = 256;

    static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(LiveFlags.class);

    private final String service;
    private final @Nullable Duration ownStaleAfter;
    private final Misreads misreads;
    private final Map<String, SwitchState> scopes = new LinkedHashMap<>();
    private final Map<String, Duration> staleAfter = new HashMap<>();
    private final Map<String, FlagWord.Known> flags = new HashMap<>();
    private long killSwitchOffset = FlagSnapshot.NO_OFFSET;
    private boolean full;

    /**
     * An empty book.
     *
     * @param ownStaleAfter null: as the records of the kill switch say, else {@link #STALE_AFTER}
     */
    FlagBook(String service, @Nullable Duration ownStaleAfter, Misreads misreads) {
        this.service = service;
        this.ownStaleAfter = ownStaleAfter;
        this.misreads = misreads;
        scopes.put(GLOBAL, new SwitchState.NeverSet());
        scopes.put(service, new SwitchState.NeverSet());
    }

    /** A record of {@code kill-switch}. Those of other scopes count as applied: they were considered. */
    void switched(long offset, byte @Nullable [] key, byte @Nullable [] value) {
        killSwitchOffset = offset;
        var scope = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        var before = scopes.get(scope);
        if (before == null) {
            return;
        }
        var word = SwitchWord.of(scope, value);
        var step = before.after(word);
        scopes.put(scope, step.state());
        if (step.warning() != null) {
            LOG.warn("The kill switch of {} {} (offset {}).", scope, step.warning(), offset);
        }
        switch (word) {
            case SwitchWord.On on -> trust(scope, on.staleAfter());
            case SwitchWord.Off off -> trust(scope, off.staleAfter());
            case SwitchWord.Removed _, SwitchWord.Unclear _ -> {}
        }
    }

    /** A record of {@code flags}. What is unclear leaves the flag at its last known safe default. */
    void flagged(long offset, byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || key.length > 4 * NAME_MAX) {
            return;
        }
        var name = new String(key, StandardCharsets.UTF_8);
        switch (FlagWord.of(name, value)) {
            case FlagWord.Known known -> keep(name, known);
            case FlagWord.Removed _ -> flags.remove(name);
            case FlagWord.Unclear(var why) -> {
                flags.computeIfPresent(name, (_, known) -> known.safe());
                LOG.warn(
                        "The flag {} is unclear ({}, offset {}): it reads as its safe default.",
                        UnclearRecord.quoted(name),
                        why,
                        offset);
            }
        }
    }

    /** {@code flags} is read anew from its start; what it does not say again is gone. */
    void forgetFlags() {
        flags.clear();
        full = false;
    }

    /** How long all this is believed without contact. Of several scopes the most careful one decides. */
    Duration staleAfter() {
        return ownStaleAfter != null
                ? ownStaleAfter
                : staleAfter.values().stream().min(Duration::compareTo).orElse(STALE_AFTER);
    }

    FlagSnapshot snapshot() {
        var on = scopes.entrySet().stream()
                .map(entry -> why(entry.getKey(), entry.getValue()))
                .filter(Objects::nonNull)
                .toList();
        var content = new FlagSnapshot.Content(Map.copyOf(flags), misreads, true);
        return on.isEmpty()
                ? new FlagSnapshot(
                        false, "no kill switch of " + GLOBAL + " or " + service + " is ON", killSwitchOffset, content)
                : new FlagSnapshot(true, String.join("; ", on), killSwitchOffset, content);
    }

    private static @Nullable String why(String scope, SwitchState state) {
        return switch (state) {
            case SwitchState.NeverSet _, SwitchState.Off _ -> null;
            case SwitchState.On(var epoch, var unclear) ->
                unclear == null
                        ? "the kill switch of " + scope + " is ON (epoch " + epoch + ")"
                        : "the kill switch of " + scope + " is unclear: " + unclear;
        };
    }

    private void trust(String scope, @Nullable Duration time) {
        if (time == null) {
            staleAfter.remove(scope);
        } else {
            staleAfter.put(scope, time);
        }
    }

    private void keep(String name, FlagWord.Known known) {
        if (flags.size() < FLAGS_MAX || flags.containsKey(name)) {
            flags.put(name, known);
        } else if (!full) {
            full = true;
            LOG.warn("There are more than {} flags: those beyond read as their readers' own defaults.", FLAGS_MAX);
        }
    }
}
