package io.homeostat.autofix.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fix changes: settings by name, sorted, each value as JSON text ({@code 512}, {@code "fast"}).
 *
 * @param before values as they are
 * @param after values as they shall be, of the same names
 */
public record Change(Map<String, String> before, Map<String, String> after) {

    /** Nothing is changed: a restart. */
    public static final Change NONE = new Change(Map.of(), Map.of());

    public Change {
        before = Collections.unmodifiableMap(new TreeMap<>(before));
        after = Collections.unmodifiableMap(new TreeMap<>(after));
    }

    @JsonIgnore
    public boolean isNone() {
        return after.isEmpty();
    }

    /** The way back. */
    Change reverted() {
        return new Change(/* before= */ after, /* after= */ before);
    }

    /** {@code memory_mb 512 → 768}. */
    String text() {
        var text = new StringBuilder();
        before.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(' ')
                .append(value)
                .append(" → ")
                .append(after.get(name)));
        return text.toString();
    }
}
