package io.homeostat.simulation.line;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Reads the instants of lines; the contract's form {@code 2026-11-22T05:44:00.000Z} without detours, as there are many. */
final class InputTime {

    private static final int LENGTH = 24;
    private static final long MS_PER_DAY = 86_400_000;

    private InputTime() {}

    /** Milliseconds since 1970. @throws DateTimeException if the text is no ISO-8601 instant */
    static long parse(String text) {
        return hasContractForm(text) ? fast(text) : Instant.parse(text).toEpochMilli();
    }

    private static boolean hasContractForm(String text) {
        if (text.length() != LENGTH
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(19) != '.'
                || text.charAt(23) != 'Z') {
            return false;
        }
        for (int i = 0; i < LENGTH - 1; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '-' && c != ':' && c != '.' && c != 'T') {
                return false;
            }
        }
        return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
    }

    private static long fast(String text) {
        long days = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                .toEpochDay();
        long seconds = 3_600L * number(text, 11, 2) + 60L * number(text, 14, 2) + number(text, 17, 2);
        return days * MS_PER_DAY + seconds * 1_000 + number(text, 20, 3);
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("'" + text + "' is no ISO-8601 instant");
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
