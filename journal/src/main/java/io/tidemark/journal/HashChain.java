package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The hash of one group of events, chained to the group before it: SHA-256 over these bytes, in this order.
 *
 * <ol>
 *   <li>the tag {@code tidemark/journal/1}, without its length;
 *   <li>the hash of the group before, 32 bytes, all zero before the first;
 *   <li>the seq of the first row and the number of rows;
 *   <li>of every row: {@code stream_seq}, {@code recorded_at} in microseconds; then {@code stream_id}, {@code
 *       stream_type}, {@code event_id}, {@code event_type}, {@code revision}, {@code payload}, {@code metadata}, {@code
 *       ref} and {@code fingerprint}, each with its length in front; then {@code message_size}, 0 where absent, and a 0.
 * </ol>
 *
 * <p>Numbers are 8 bytes and lengths 4, signed and big-endian; text is UTF-8; what is absent has the length -1 and no
 * bytes, so that it is told from what is empty. The encoding is part of the stored format and may not change.
 */
final class HashChain {

    private static final byte[] TAG = "tidemark/journal/1".getBytes(StandardCharsets.UTF_8);
    private static final int ABSENT = -1;

    private final MessageDigest digest;
    private final ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);

    HashChain(byte[] previous, long firstSeq, int rows) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(TAG);
        digest.update(previous);
        numbers(firstSeq, rows);
    }

    void add(EventRow row, long recordedAtMicros, @Nullable MessageClaim claim, int messageSize) {
        add(
                row,
                recordedAtMicros,
                claim == null ? null : claim.ref(),
                claim == null ? null : claim.fingerprint(),
                claim == null ? 0 : messageSize);
    }

    void add(
            EventRow row, long recordedAtMicros, @Nullable String ref, byte @Nullable [] fingerprint, int messageSize) {
        numbers(row.streamSeq(), recordedAtMicros);
        text(row.streamId());
        text(row.streamType());
        text(row.eventId());
        text(row.eventType());
        text(row.revision());
        bytes(row.payload());
        bytes(row.metadata());
        text(ref);
        bytes(fingerprint);
        numbers(messageSize, 0);
    }

    byte[] finish() {
        return digest.digest();
    }

    private void text(@Nullable String text) {
        bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            length(ABSENT);
        } else {
            length(bytes.length);
            digest.update(bytes);
        }
    }

    private void length(int length) {
        numbers.clear();
        numbers.putInt(length);
        digest.update(numbers.array(), 0, Integer.BYTES);
    }

    private void numbers(long a, long b) {
        numbers.clear();
        numbers.putLong(a).putLong(b);
        digest.update(numbers.array(), 0, 2 * Long.BYTES);
    }
}
