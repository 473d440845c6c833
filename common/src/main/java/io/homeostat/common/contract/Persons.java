package io.homeostat.common.contract;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Who is a second person: an approval by the first one under another spelling is none. */
public final class Persons {

    /** Blanks, control and format characters, and marks that are laid over a letter. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{C}\\p{M}]+");

    private Persons() {}

    /** True if the two names cannot be told apart for sure: case, and what nobody can see, make no second person. */
    public static boolean same(String one, String other) {
        return spelling(one).equals(spelling(other));
    }

    private static String spelling(String name) {
        var visible = INVISIBLE
                .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("");
        return visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
