package io.homeostat.client;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes names of incarnations: ULIDs, because they are short, unique without a registry, and sort by start. */
final class Incarnation {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;

    private Incarnation() {}

    /** 26 characters: 48 bits of {@code start} in milliseconds, then 80 random bits. */
    static String startedAt(Instant start) {
        byte[] random = new byte[10];
        new SecureRandom().nextBytes(random);
        byte[] bits = ByteBuffer.allocate(18)
                .putLong(start.toEpochMilli())
                .put(random)
                .array();
        var rest = new BigInteger(1, bits);
        var name = new StringBuilder(LENGTH);
        for (int i = LENGTH - 1; i >= 0; i--) {
            name.append(CROCKFORD.charAt(rest.shiftRight(5 * i).intValue() & 31));
        }
        return name.toString();
    }
}
