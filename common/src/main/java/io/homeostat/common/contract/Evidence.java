package io.homeostat.common.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the evidence of a decision: named numbers and texts in the order in which they were given. */
public final class Evidence {

    private final Map<String, Object> entries = new LinkedHashMap<>();

    private Evidence() {}

    /** Evidence that begins with one entry. */
    public static Evidence of(String name, @Nullable Object value) {
        return new Evidence().and(name, value);
    }

    /** Adds an entry; a null value is left out, as "unknown" is not evidence. */
    public Evidence and(String name, @Nullable Object value) {
        if (value != null) {
            entries.put(name, value);
        }
        return this;
    }

    /** The entries; not to be changed. */
    public Map<String, Object> toMap() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}
