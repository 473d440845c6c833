package io.homeostat.client;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;

/** What a setting may be. Every refusal names the setting as its author knows it, the value and the reason. */
final class Rules {

    static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    static final Duration MAX_INTERVAL = Duration.ofHours(1);

    /** Upper bound of names in characters; together they keep a beat far below the plane's 16 KiB. */
    static final int MAX_TEXT = 128;

    private static final Pattern WORKER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Pattern TOPICS_PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,200}");
    private static final Pattern SERVER =
            Pattern.compile("(?:[A-Za-z_]+://)?(?:\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):[0-9]{1,5}");

    private Rules() {}

    static String workerId(String name, String value) {
        return require(
                WORKER_ID.matcher(value).matches(),
                name,
                value,
                "a worker id is a letter or digit and up to 127 more of letters, digits and . _ : / -");
    }

    static String text(String name, String value) {
        require(!value.isBlank(), name, value, "it must not be blank");
        require(value.length() <= MAX_TEXT, name, value, "it is longer than " + MAX_TEXT + " characters");
        return require(
                value.codePoints().noneMatch(Rules::unprintable),
                name,
                value,
                "it holds a control character or half of a surrogate pair");
    }

    static String topicsPrefix(String name, String value) {
        return require(
                TOPICS_PREFIX.matcher(value).matches(),
                name,
                value,
                "a topic prefix is at most 200 of letters, digits and . _ -");
    }

    static String bootstrapServers(String name, String value) {
        for (String server : value.split(",", -1)) {
            require(
                    SERVER.matcher(server.strip()).matches(),
                    name,
                    value,
                    "'" + server.strip() + "' is not host:port; give one or more, separated by commas");
        }
        return value;
    }

    static Duration interval(String name, Duration value) {
        require(
                value.compareTo(MIN_INTERVAL) >= 0 && value.compareTo(MAX_INTERVAL) <= 0,
                name,
                value.toString(),
                "an interval is 0.1 to 3600 seconds");
        return Duration.ofMillis(value.toMillis());
    }

    /** Decimal seconds, rounded to whole milliseconds. */
    static Duration intervalSeconds(String name, String value) {
        BigDecimal seconds;
        try {
            seconds = new BigDecimal(value.strip());
        } catch (NumberFormatException notANumber) {
            throw refusal(name, value, "an interval is a number of seconds such as 30 or 0.5");
        }
        // Compared before it is rounded: 1e999999999 is a number too, and rounding would write it out.
        require(
                seconds.compareTo(new BigDecimal("0.1")) >= 0 && seconds.compareTo(new BigDecimal("3600")) <= 0,
                name,
                value,
                "an interval is 0.1 to 3600 seconds");
        return Duration.ofMillis(
                seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    static Duration staleAfter(String name, Duration value) {
        require(
                value.compareTo(Duration.ofSeconds(1)) >= 0 && value.compareTo(SwitchWord.LONGEST_TRUST) <= 0,
                name,
                value.toString(),
                "the time without contact is 1 second to 24 hours");
        return value;
    }

    /** Whole seconds. */
    static Duration staleAfterSeconds(String name, String value) {
        try {
            return staleAfter(name, Duration.ofSeconds(Integer.parseInt(value.strip())));
        } catch (NumberFormatException notANumber) {
            throw refusal(name, value, "the time without contact is a whole number of seconds such as 300");
        }
    }

    static IllegalArgumentException refusal(String name, String value, String reason) {
        return new IllegalArgumentException(name + " is '" + value + "': " + reason);
    }

    private static String require(boolean holds, String name, String value, String reason) {
        if (!holds) {
            throw refusal(name, value, reason);
        }
        return value;
    }

    private static boolean unprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
