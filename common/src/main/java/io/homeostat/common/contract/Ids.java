package io.homeostat.common.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Deterministic ids: a function of the subject, its incarnation, an episode kept in state and the step or attempt.
 * Processing the same input again gives the same id, so that a consumer can drop a duplicate
 * (docs/decisions/0005-deterministic-ids.md).
 */
public final class Ids {

    private static final char[] BASE32 = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int ID_CHARACTERS = 26; // 130 bits of the digest

    private Ids() {}

    /**
     * The id of something.
     *
     * @param kind short prefix that tells a person what the id is of: {@code cmd}, {@code rst}, {@code inc} …
     * @param parts identity in a fixed order; {@code null} differs from the empty string
     */
    public static String of(String kind, @org.jspecify.annotations.Nullable Object... parts) {
        var digest = sha256();
        update(digest, kind);
        for (var part : parts) {
            update(digest, part);
        }
        return kind + '-' + base32(digest.digest());
    }

    /** {@code traceparent} (W3C Trace Context): the trace is the incident or root cause, the span the record. */
    public static String traceparent(String root, String id) {
        var trace = HexFormat.of().formatHex(sha256(root), 0, 16);
        var span = HexFormat.of().formatHex(sha256(id), 0, 8);
        return "00-" + trace + '-' + span + "-01";
    }

    /** SHA-256 in lower-case hexadecimal. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static byte[] sha256(String text) {
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void update(MessageDigest digest, @org.jspecify.annotations.Nullable Object part) {
        if (part == null) {
            digest.update(length(-1));
            return;
        }
        var bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(length(bytes.length)); // the length keeps ("ab","c") apart from ("a","bc")
        digest.update(bytes);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    private static String base32(byte[] digest) {
        var text = new char[ID_CHARACTERS];
        for (int i = 0; i < ID_CHARACTERS; i++) {
            int bit = i * 5;
            int pair = (digest[bit / 8] & 0xff) << 8 | (digest[bit / 8 + 1] & 0xff);
            text[i] = BASE32[pair >> (11 - bit % 8) & 31];
        }
        return new String(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
