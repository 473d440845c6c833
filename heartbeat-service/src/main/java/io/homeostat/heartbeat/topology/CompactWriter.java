package io.homeostat.heartbeat.topology;

import io.homeostat.heartbeat.domain.Life;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes numbers in as few bytes as they need (7 bits each, zigzag for signed ones) and texts behind their length. */
final class CompactWriter {

    private static final int BYTES_FIRST = 256;
    private static final int NUMBER_BYTES_MAX = 10;

    private byte[] bytes = new byte[BYTES_FIRST];
    private int length;

    CompactWriter unsigned(long number) {
        ensure(NUMBER_BYTES_MAX);
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    CompactWriter signed(long number) {
        return unsigned((number << 1) ^ (number >> 63));
    }

    /** An append time, or {@link Life#NEVER} in one byte. */
    CompactWriter moment(long at) {
        return at == Life.NEVER ? flag(false) : flag(true).signed(at);
    }

    CompactWriter flag(boolean flag) {
        return unsigned(flag ? 1 : 0);
    }

    CompactWriter text(@Nullable String text) {
        if (text == null) {
            return unsigned(0);
        }
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length + 1L);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
