package io.homeostat.common.streams;

import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Origin;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Makes dead letters that always fit: original, key and cause are bounded, incoming headers are dropped. */
public final class DeadLetters {

    private static final int KEY_BYTES_MAX = 1024;
    private static final int ERROR_CHARACTERS_MAX = 1024;

    private DeadLetters() {}

    /** The dead letter of the record at {@code origin}. */
    public static DeadLetter of(
            Origin origin, byte @Nullable [] key, byte @Nullable [] value, String error, String service) {
        return new DeadLetter(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                base64(key, KEY_BYTES_MAX),
                base64(value, DeadLetter.ORIGINAL_BYTES_MAX),
                value == null ? 0 : value.length,
                value == null ? null : Ids.sha256Hex(value),
                error.length() > ERROR_CHARACTERS_MAX ? error.substring(0, ERROR_CHARACTERS_MAX) : error,
                service,
                origin.time());
    }

    /** Key of the dead letter's record: the original one where it can be read, else its coordinates. */
    public static String key(Origin origin, @Nullable String key) {
        return key == null || key.isEmpty() || key.length() > KEY_BYTES_MAX ? origin.coordinates() : key;
    }

    private static @Nullable String base64(byte @Nullable [] bytes, int bytesMax) {
        if (bytes == null) {
            return null;
        }
        return Base64.getEncoder().encodeToString(bytes.length > bytesMax ? Arrays.copyOf(bytes, bytesMax) : bytes);
    }
}
