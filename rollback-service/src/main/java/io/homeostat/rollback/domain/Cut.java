package io.homeostat.rollback.domain;

import java.util.ArrayList;
import java.util.List;

/** Keeps what others say within bounds, so that no input makes a record or a state too large to be written. */
final class Cut {

    /** Longest text of a problem or of an agent that is kept, in characters. */
    static final int WORDS_MAX = 200;

    private static final String MORE = "…";

    private Cut() {}

    /** The text with at most so many characters, at least 2; one that is cut says so. Halves no surrogate pair. */
    static String of(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        int end = charactersMax - MORE.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }

    /** At most so many of the texts, each cut at {@link #WORDS_MAX}, and how many are left out. */
    static List<String> of(List<String> texts, int countMax) {
        var kept = new ArrayList<String>();
        texts.stream().limit(countMax).forEach(text -> kept.add(of(text, WORDS_MAX)));
        if (texts.size() > countMax) {
            kept.add("and " + (texts.size() - countMax) + " more");
        }
        return List.copyOf(kept);
    }
}
