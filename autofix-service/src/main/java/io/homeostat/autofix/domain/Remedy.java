package io.homeostat.autofix.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known and done about one pattern at one target.
 *
 * @param target subject of the component that is changed
 * @param workers of the pattern that belong to the target, the newest first
 * @param episode proposals so far
 * @param lastFixMs observed time of the last command; null: none yet
 * @param refused what was refused last, so that it is not said twice; null: nothing since the last change
 * @param againMs observed time at which it is decided anew; {@link Long#MAX_VALUE}: at the pattern's next record
 * @param course the fix that is open; null: none
 */
public record Remedy(
        String key,
        String target,
        Pattern pattern,
        List<String> workers,
        int episode,
        @Nullable Long lastFixMs,
        @Nullable String refused,
        long againMs,
        @Nullable Course course) {

    /** No time is set. */
    static final long NEVER = Long.MAX_VALUE;

    public Remedy {
        requireNonNull(key, "key");
        requireNonNull(target, "target");
        requireNonNull(pattern, "pattern");
        workers = List.copyOf(workers);
    }

    /** Nothing was done yet. */
    public static Remedy unknown(Pattern pattern, String target) {
        return new Remedy(key(pattern.patternId(), target), target, pattern, List.of(), 0, null, null, NEVER, null);
    }

    /** Key of a remedy; no pattern id has the bar. */
    public static String key(String patternId, String target) {
        return patternId + '|' + target;
    }

    /** When time alone moves it on, in observed time. */
    @JsonIgnore
    public long dueMs() {
        var step = step();
        return step == null ? againMs : step.dueMs();
    }

    /** Since when it waits. */
    @JsonIgnore
    public long originMs() {
        return step() instanceof Step.Deferred deferred ? deferred.sinceMs() : dueMs();
    }

    /** Where the open fix stands; null: none is open. */
    @JsonIgnore
    public @Nullable Step step() {
        return course == null ? null : course.step();
    }

    /** Command that is out, or fix that waits for approval: what answers name. */
    @JsonIgnore
    public @Nullable String reference() {
        var step = step();
        if (course == null || step == null) {
            return null;
        }
        return step instanceof Step.Awaiting ? course.fixId() : step.outstanding();
    }

    /** Workers whose restarts and failures the open fix must hear of. */
    @JsonIgnore
    public List<String> engaged() {
        var step = step();
        var plan = course == null ? null : course.plan();
        return step == null || plan == null || !step.acts() ? List.of() : plan.workers();
    }
}
