package io.homeostat.cli.operator;

import java.util.regex.Pattern;

/** Durations as people type them. */
final class PlainDuration {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");

    private PlainDuration() {}

    /**
     * Whole seconds.
     *
     * @throws IllegalArgumentException if the text is no duration, or none at all
     */
    static long seconds(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("a time is a number above 0 and a unit, like 90s, 30m, 2h or 1d");
        }
        long unit = switch (matcher.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
        return Long.parseLong(matcher.group(1)) * unit;
    }
}
