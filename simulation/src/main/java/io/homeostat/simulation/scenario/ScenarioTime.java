package io.homeostat.simulation.scenario;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Times of scenarios: durations like {@code 35s}, {@code 1.5s}, {@code 500ms}, {@code 1m30s} or {@code 2h} since the beginning. */
final class ScenarioTime {

    /** When every scenario begins, in milliseconds since 1970: the beginning of a minute, an hour and a tick. */
    static final long START_MS = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();

    static final long MINUTE_MS = 60_000;
    static final long HOUR_MS = 60 * MINUTE_MS;

    private static final Pattern DURATION = Pattern.compile(
            "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6}(?:\\.\\d{1,3})?)s)?(?:(\\d{1,9})ms)?");
    private static final long[] UNITS_MS = {24 * HOUR_MS, HOUR_MS, MINUTE_MS, 1_000, 1};

    private ScenarioTime() {}

    /** Milliseconds of a duration; empty where the text is none. */
    static OptionalLong duration(String text) {
        var matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return OptionalLong.empty();
        }
        var sum = BigDecimal.ZERO;
        for (int unit = 0; unit < UNITS_MS.length; unit++) {
            var number = matcher.group(unit + 1);
            if (number != null) {
                sum = sum.add(new BigDecimal(number).multiply(BigDecimal.valueOf(UNITS_MS[unit])));
            }
        }
        return OptionalLong.of(sum.longValueExact());
    }

    /** An instant as scenarios write it. */
    static String since(long ms) {
        return BigDecimal.valueOf(ms - START_MS, 3).stripTrailingZeros().toPlainString() + 's';
    }
}
