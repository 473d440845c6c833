package io.homeostat.pattern.domain;

import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.FailurePattern.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pattern while at least one of its occurrences is within the window. The occurrences themselves stand in
 * a store of their own.
 *
 * <pre>
 * (watched) ── count reaches the threshold ──► ACTIVE ◄──► RESOLVED     count 0: forgotten
 * </pre>
 *
 * @param first any occurrence: category, type, worker type, service and signature are the same for all
 * @param version of all occurrences; null where they differ
 * @param firstSeen append time of the first occurrence since the pattern was forgotten last; names the episode
 * @param lastSeen append time of the newest
 * @param count occurrences within the window
 * @param oldestMs observed time of the oldest of them; where its expiry begins to look
 * @param subjects of the newest, the newest first, each once
 * @param examples failure ids of the newest, the newest first
 * @param told status as written last; null: the pattern never reached its threshold
 * @param confidence as written last; null with {@code told}
 * @param records written so far
 * @param lastCause id of the newest occurrence's failure
 */
public record PatternState(
        Occurrence first,
        @Nullable String version,
        Instant firstSeen,
        Instant lastSeen,
        int count,
        long oldestMs,
        List<String> subjects,
        List<String> examples,
        @Nullable Status told,
        @Nullable BigDecimal confidence,
        int records,
        String lastCause) {

    /** Subjects and examples at most. */
    static final int NEWEST_MAX = 10;

    static PatternState startedBy(Occurrence occurrence, long atMs, Instant at) {
        return new PatternState(
                occurrence,
                occurrence.version(),
                at,
                at,
                1,
                atMs,
                List.of(occurrence.subject()),
                List.of(occurrence.failureId()),
                null,
                null,
                0,
                occurrence.causeId());
    }

    PatternState and(Occurrence occurrence, long atMs, Instant at) {
        return new PatternState(
                first,
                occurrence.version().equals(version) ? version : null,
                firstSeen, // names the episode: a late straggler must not rename it
                at.isAfter(lastSeen) ? at : lastSeen,
                count + 1,
                Math.min(oldestMs, atMs),
                newest(occurrence.subject(), subjects),
                newest(occurrence.failureId(), examples),
                told,
                confidence,
                records,
                occurrence.causeId());
    }

    /**
     * The same with fewer occurrences.
     *
     * @param left how many still count
     * @param oldest observed time of the oldest of them
     */
    public PatternState left(int left, long oldest) {
        return new PatternState(
                first,
                version,
                firstSeen,
                lastSeen,
                left,
                oldest,
                subjects,
                examples,
                told,
                confidence,
                records,
                lastCause);
    }

    PatternState told(FailurePattern record) {
        return new PatternState(
                first,
                version,
                firstSeen,
                lastSeen,
                count,
                oldestMs,
                subjects,
                examples,
                record.status(),
                record.confidence(),
                records + 1,
                lastCause);
    }

    private static List<String> newest(String one, List<String> others) {
        var all = new ArrayList<String>();
        all.add(one);
        others.stream()
                .filter(other -> !other.equals(one))
                .limit(NEWEST_MAX - 1L)
                .forEach(all::add);
        return List.copyOf(all);
    }
}
