package io.tidemark.query.cursor;

import io.tidemark.messages.Texts;
import io.tidemark.messages.query.InvalidQueryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Writes and reads the cursors of one list: where its next page begins, as the sort key of the last row shown. A cursor
 * is base64url of a version, a seal and the key. The seal is a hash over the key and the description of the query, so
 * a cursor of another query and a damaged one are told from a good one alike. It is no secret and protects nothing: a
 * forged cursor shows what the query may show anyway.
 *
 * <p>Immutable.
 */
public final class Cursor {

    private static final byte VERSION = 1;
    private static final int SEAL_BYTES = 12;

    /** Longest cursor that is looked at; the longest key is two ids of 256 characters, of at most 4 bytes each. */
    private static final int LONGEST = 4_096;

    private final List<String> query;

    private Cursor(List<String> query) {
        this.query = query;
    }

    /**
     * The cursors of one query.
     *
     * @param query everything that decides which rows the list has and in which order, the name of the query first
     */
    public static Cursor of(List<String> query) {
        return new Cursor(List.copyOf(query));
    }

    /** The cursor that goes on after the row with the given sort key. */
    public String after(List<String> key) {
        byte[] fields = lengthPrefixed(key);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        bytes.writeBytes(seal(fields));
        bytes.writeBytes(fields);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * The sort key in a cursor.
     *
     * @throws InvalidQueryException if the cursor is damaged, or one of another query
     */
    public Key key(String cursor) {
        byte[] bytes = decode(cursor);
        if (bytes.length <= SEAL_BYTES || bytes[0] != VERSION) {
            throw refused();
        }
        byte[] seal = Arrays.copyOfRange(bytes, 1, 1 + SEAL_BYTES);
        byte[] fields = Arrays.copyOfRange(bytes, 1 + SEAL_BYTES, bytes.length);
        if (!Arrays.equals(seal, seal(fields))) {
            throw refused();
        }
        return new Key(fields(fields));
    }

    private static byte[] decode(String cursor) {
        if (cursor.length() > LONGEST) {
            throw refused();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            // The decoder takes padding and stray bits, which would give one place several cursors.
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(cursor)) {
                throw refused();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private byte[] seal(byte[] fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(lengthPrefixed(query));
            digest.update(fields);
            return Arrays.copyOf(digest.digest(), SEAL_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] lengthPrefixed(List<String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(texts.size());
            for (String text : texts) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<String> fields(byte[] bytes) {
        List<String> fields = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw refused();
                }
                fields.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw refused();
        }
        return fields;
    }

    /**
     * The sort key of a row. A seal can be forged, so nothing is taken for granted here.
     *
     * @param fields the parts of the key, in the order in which they were given
     */
    public record Key(List<String> fields) {

        /**
         * A part that is text.
         *
         * @throws InvalidQueryException if there is none at this place, or one that the database cannot keep
         */
        public String text(int index) {
            if (index >= fields.size() || !Texts.isStorable(fields.get(index))) {
                throw refused();
            }
            return fields.get(index);
        }

        /**
         * A part that is a whole number.
         *
         * @throws InvalidQueryException if there is none at this place
         */
        public long number(int index) {
            try {
                return Long.parseLong(text(index));
            } catch (NumberFormatException e) {
                throw refused();
            }
        }
    }

    private static InvalidQueryException refused() {
        return new InvalidQueryException("cursor", "the cursor is damaged, or one of another query");
    }
}
