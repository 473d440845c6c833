package io.homeostat.pattern.domain;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Template of a message: what differs from one failure to the next is masked (quoted texts, timestamps, addresses, paths,
 * and every word with a digit: ids, hexadecimal and other numbers, which cannot be told apart by one example), so that the
 * rest is the same for the same trouble. The masks are applied in their order to a bounded text.
 */
public final class Signature {

    /** Characters of a signature at most. */
    static final int CHARACTERS_MAX = 256;

    private static final int LINE_CHARACTERS_MAX = 1_024;
    private static final String TRACEBACK = "Traceback (most recent call last)";

    private static final String ANY = "<*>";

    private record Mask(Pattern pattern, String by) {}

    private static final List<Mask> MASKS = List.of(
            mask("\"[^\"]{0,512}\"|'[^']{0,512}'|`[^`]{0,512}`", "<str>"),
            mask(
                    "\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)?",
                    "<time>"),
            mask("\\b\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?\\b", "<time>"),
            mask("\\b[a-z][a-z0-9+.-]{1,15}://\\S{1,512}", "<url>"),
            mask("\\b(?:\\d{1,3}\\.){3}\\d{1,3}(?::\\d{1,5})?\\b", "<ip>"),
            mask("\\[?\\b(?:[0-9a-fA-F]{1,4}:){3,7}:?[0-9a-fA-F]{1,4}\\b]?", "<ip>"),
            mask("(?:\\b[A-Za-z]:\\\\|(?<![\\w<>])~?/)[\\w.@+-][\\w.@+\\\\/-]*", "<path>"),
            mask("\\b(?=[\\w-]*\\d)\\w+(?:-\\w+)+\\b", ANY),
            mask("\\b(?=\\w*[A-Za-z_])(?=\\w*\\d)\\w+\\b", ANY),
            mask("[+-]?\\b\\d+(?:[.,]\\d+)*", ANY),
            mask("\\s+", " "));

    private Signature() {}

    /**
     * The template of {@code message}; null where there is none.
     *
     * @param subject of the failure, which a message often names
     */
    public static @Nullable String of(@Nullable String message, String subject) {
        if (message == null || message.isBlank()) {
            return null;
        }
        var line = tellingLine(message);
        var text = line.length() > LINE_CHARACTERS_MAX ? line.substring(0, LINE_CHARACTERS_MAX) : line;
        text = withoutSubject(text, subject);
        for (var mask : MASKS) {
            text = mask.pattern.matcher(text).replaceAll(mask.by);
        }
        text = text.strip();
        return text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) : text;
    }

    /** The first line that says something; of a traceback, which begins with its origin, the last one. */
    private static String tellingLine(String message) {
        var lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.getFirst().startsWith(TRACEBACK) ? lines.getLast() : lines.getFirst();
    }

    /** Only as a whole word: a worker called {@code a} must not mask every a. */
    static String withoutSubject(String text, String subject) {
        if (!text.contains(subject)) {
            return text;
        }
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(subject) + "(?![\\w-])")
                .matcher(text)
                .replaceAll(ANY);
    }

    private static Mask mask(String regex, String by) {
        return new Mask(Pattern.compile(regex), by);
    }
}
