package io.tidemark.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Bytes of one line on their way into a file. Holds one line after another; not thread-safe. */
final class ArchiveLine {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ESCAPE = 6;

    private byte[] bytes = new byte[1024];
    private int end;

    /** Begins another line. */
    ArchiveLine clear() {
        end = 0;
        return this;
    }

    /** Adds ASCII as it is. */
    ArchiveLine ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[end++] = (byte) text.charAt(i);
        }
        return this;
    }

    ArchiveLine number(long value) {
        return ascii(Long.toString(value));
    }

    /** Adds UTF-8 as it is. */
    ArchiveLine raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, end, length);
        end += length;
        return this;
    }

    /** Adds UTF-8 as a JSON string. Escapes what must be escaped, always in the same way. */
    ArchiveLine text(byte[] from, int offset, int length) {
        room(2 + Math.multiplyExact(LONGEST_ESCAPE, length));
        bytes[end++] = '"';
        for (int i = offset; i < offset + length; i++) {
            byte next = from[i];
            if (next >= 0 && next < ' ') {
                ascii("\\u00").hexByte(next);
            } else {
                if (next == '"' || next == '\\') {
                    bytes[end++] = '\\';
                }
                bytes[end++] = next;
            }
        }
        bytes[end++] = '"';
        return this;
    }

    /** Adds bytes as a JSON string of lower-case hex digits. */
    ArchiveLine hex(byte[] from, int offset, int length) {
        ascii("\"");
        room(2 * length + 1);
        for (int i = offset; i < offset + length; i++) {
            hexByte(from[i]);
        }
        return ascii("\"");
    }

    /** Adds bytes as a JSON string in Base64. */
    ArchiveLine base64(byte[] from, int offset, int length) {
        byte[] encoded = Base64.getEncoder().encode(Arrays.copyOfRange(from, offset, offset + length));
        return ascii("\"").raw(encoded, 0, encoded.length).ascii("\"");
    }

    private void hexByte(byte value) {
        bytes[end++] = HEX[(value >> 4) & 0xf];
        bytes[end++] = HEX[value & 0xf];
    }

    /** Whether the line is these bytes. */
    boolean is(byte[] other, int from, int to) {
        return Arrays.equals(bytes, 0, end, other, from, to);
    }

    /** Writes the line and its end. */
    void writeTo(OutputStream out) throws IOException {
        room(1);
        bytes[end++] = '\n';
        out.write(bytes, 0, end);
        end--;
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(end, more)));
        }
    }
}
