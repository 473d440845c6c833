package io.homeostat.restart.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** When a hold is to end, as its command says: at an append time, since it is an appointment and no wait. */
sealed interface HoldEnd {

    /** No hold lasts longer by itself: what was forgotten must end. Without any end it is meant to stay. */
    Duration LONGEST = Duration.ofDays(30);

    /** The end; null: until somebody ends it. */
    record At(@Nullable Instant instant) implements HoldEnd {}

    /** The command's arguments are no end. */
    record Wrong(String field, String value, String message) implements HoldEnd {}

    static HoldEnd of(Will will, Now now) {
        var seconds = will.argument(Will.SECONDS);
        var until = will.argument(Will.UNTIL);
        if (seconds != null && until != null) {
            return new Wrong("arguments.until", until, "either seconds or until, not both");
        }
        if (seconds != null) {
            return ofSeconds(seconds, now);
        }
        return until == null ? new At(null) : ofInstant(until, now);
    }

    private static HoldEnd ofSeconds(String text, Now now) {
        try {
            long seconds = Long.parseLong(text);
            return seconds < 1 || seconds > LONGEST.toSeconds()
                    ? wrongSeconds(text)
                    : new At(now.at().plusSeconds(seconds));
        } catch (NumberFormatException e) {
            return wrongSeconds(text);
        }
    }

    private static HoldEnd wrongSeconds(String text) {
        return new Wrong("arguments.seconds", text, "is no whole number from 1 to " + LONGEST.toSeconds());
    }

    private static HoldEnd ofInstant(String text, Now now) {
        try {
            var until = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS); // what records can say
            return !until.isAfter(now.at()) || until.isAfter(now.at().plus(LONGEST))
                    ? wrongInstant(text, now)
                    : new At(until);
        } catch (DateTimeParseException e) {
            return wrongInstant(text, now);
        }
    }

    private static HoldEnd wrongInstant(String text, Now now) {
        return new Wrong(
                "arguments.until",
                text,
                "is no instant after now, which is " + now.at() + ", and within 30 days of it");
    }
}
