package io.homeostat.restart.domain;

import io.homeostat.common.contract.Hold;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds one scope: a pause, a maintenance, or both. They begin and end by themselves; while both are there, the view
 * shows the pause (docs/decisions/0021-holds.md).
 */
public record Holding(
        String scope, @Nullable Term pause, @Nullable Term maintenance) {

    /**
     * One of the two.
     *
     * @param since append time of the first command
     * @param expiresAt append time from which it is over, itself included; null: until somebody ends it
     * @param cause id of the answer to the command that it was last set by
     */
    public record Term(
            String reason,
            String actor,
            Instant since,
            @Nullable Instant expiresAt,
            String cause) {

        boolean overAt(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }

    @Nullable
    Term term(Hold.Kind kind) {
        return switch (kind) {
            case PAUSE -> pause;
            case MAINTENANCE -> maintenance;
        };
    }

    Holding with(Hold.Kind kind, @Nullable Term term) {
        return switch (kind) {
            case PAUSE -> new Holding(scope, term, maintenance);
            case MAINTENANCE -> new Holding(scope, pause, term);
        };
    }

    /** The one that the view shows; null: none. */
    Hold.@Nullable Kind shown() {
        if (pause != null) {
            return Hold.Kind.PAUSE;
        }
        return maintenance == null ? null : Hold.Kind.MAINTENANCE;
    }

    /** When the first of the two is over; null: never by itself. */
    public @Nullable Instant nextEnd() {
        return terms().map(Term::expiresAt)
                .flatMap(Stream::ofNullable)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** When nothing holds the scope any more, unless somebody ends it; null: never by itself. */
    @Nullable
    Instant lastEnd() {
        boolean endless = terms().anyMatch(term -> term.expiresAt() == null);
        return endless
                ? null
                : terms().map(Term::expiresAt)
                        .flatMap(Stream::ofNullable)
                        .max(Instant::compareTo)
                        .orElse(null);
    }

    private Stream<Term> terms() {
        return Stream.of(Hold.Kind.values()).map(this::term).flatMap(Stream::ofNullable);
    }
}
