package io.homeostat.common.contract;

import org.jspecify.annotations.Nullable;

/** The rule of keys: a null or empty key is taken from the id field, a key that differs from it is refused. */
final class SubjectKey {

    private SubjectKey() {}

    /** The subject of a record. @throws RejectedField if it has none, an invalid one or two different ones */
    static String of(String field, @Nullable String id, @Nullable String key) {
        boolean named = id != null && !id.isEmpty();
        if (key == null || key.isEmpty()) {
            if (!named) {
                throw new RejectedField(field, "", "is missing, and so is the record's key");
            }
            return valid(field, id);
        }
        if (named && !key.equals(id)) {
            throw new RejectedField("key", key, "differs from " + field + " '" + id + "'");
        }
        return valid("key", key);
    }

    private static String valid(String field, @Nullable String id) {
        if (id == null || !WorkerId.isValid(id)) {
            throw new RejectedField(field, String.valueOf(id), "is no worker id: [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
        }
        return id;
    }
}
