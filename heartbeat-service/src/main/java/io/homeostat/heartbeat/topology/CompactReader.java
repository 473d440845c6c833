package io.homeostat.heartbeat.topology;

import io.homeostat.heartbeat.domain.Life;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The inverse of {@link CompactWriter}. Broken bytes end in an {@link IndexOutOfBoundsException}. */
final class CompactReader {

    private final byte[] bytes;
    private int position;

    CompactReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long unsigned() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[position++];
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    long signed() {
        long number = unsigned();
        return (number >>> 1) ^ -(number & 1);
    }

    long moment() {
        return flag() ? signed() : Life.NEVER;
    }

    boolean flag() {
        return unsigned() != 0;
    }

    @Nullable
    String text() {
        int lengthPlusOne = (int) unsigned();
        if (lengthPlusOne == 0) {
            return null;
        }
        int length = lengthPlusOne - 1;
        if (length < 0 || length > bytes.length - position) {
            throw new IndexOutOfBoundsException(length);
        }
        var text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    String required() {
        var text = text();
        if (text == null) {
            throw new IndexOutOfBoundsException("a text is missing at " + position);
        }
        return text;
    }
}
