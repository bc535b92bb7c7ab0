package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;
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
 *
 * <p>Beside it every row gets a checksum (CRC-32C over the same bytes and its seq behind them). It proves nothing,
 * but when a group's hash is wrong it tells which of its rows is.
 */
final class HashChain {

    private static final byte[] TAG = "tidemark/journal/1".getBytes(StandardCharsets.UTF_8);
    private static final int ABSENT = -1;
    private static final int USUAL_ROW_BYTES = 1024;

    private final MessageDigest digest;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer row = ByteBuffer.allocate(USUAL_ROW_BYTES);

    HashChain(byte[] previous, long firstSeq, long rows) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(TAG);
        digest.update(previous);
        numbers(firstSeq, rows);
        digest.update(row.array(), 0, row.position());
    }

    /** Adds the next row and answers its checksum. */
    int add(HashedRow next) {
        row.clear();
        numbers(next.streamSeq(), next.recordedAtMicros());
        bytes(next.streamId());
        bytes(next.streamType());
        bytes(next.eventId());
        bytes(next.eventType());
        bytes(next.revision());
        bytes(next.payload());
        bytes(next.metadata());
        bytes(next.ref());
        bytes(next.fingerprint());
        numbers(next.messageSize(), 0);
        digest.update(row.array(), 0, row.position());
        return checksum(next.seq());
    }

    /** Adds the next row as it came from the database, and answers its checksum. */
    int add(BinaryRow next) {
        row.clear();
        numbers(next.number(BinaryRow.STREAM_SEQ), next.number(BinaryRow.RECORDED_AT));
        int from = next.offset(BinaryRow.STREAM_ID) - Integer.BYTES;
        int length = next.offset(BinaryRow.MESSAGE_SIZE) - Integer.BYTES - from;
        room(length);
        row.put(next.bytes(), from, length);
        numbers(next.number(BinaryRow.MESSAGE_SIZE), 0);
        digest.update(row.array(), 0, row.position());
        return checksum(next.number(BinaryRow.SEQ));
    }

    byte[] finish() {
        return digest.digest();
    }

    private int checksum(long seq) {
        int end = row.position();
        numbers(seq, 0);
        crc.reset();
        crc.update(row.array(), 0, end + Long.BYTES);
        return (int) crc.getValue();
    }

    private void bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            room(Integer.BYTES);
            row.putInt(ABSENT);
        } else {
            room(Integer.BYTES + bytes.length);
            row.putInt(bytes.length).put(bytes);
        }
    }

    private void numbers(long a, long b) {
        room(2 * Long.BYTES);
        row.putLong(a).putLong(b);
    }

    private void room(int bytes) {
        if (row.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * row.capacity(), row.position() + bytes));
            row.flip();
            row = larger.put(row);
        }
    }

    /**
     * A row as it is hashed: text as UTF-8.
     *
     * @param seq position in the journal
     * @param streamSeq position in the stream
     * @param recordedAtMicros when it was recorded, in microseconds since 1970
     * @param streamId the stream
     * @param streamType what kind of stream it is
     * @param eventId identifier of the message
     * @param eventType stored name of the payload's type
     * @param revision revision of the payload's type
     * @param payload serialized payload
     * @param metadata serialized metadata
     * @param ref ref of the message, on its first row alone
     * @param fingerprint fingerprint of the message, on its first row alone
     * @param messageSize rows of the message, on its first row alone, else 0
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
    record HashedRow(
            long seq,
            long streamSeq,
            long recordedAtMicros,
            byte[] streamId,
            byte @Nullable [] streamType,
            byte[] eventId,
            byte[] eventType,
            byte @Nullable [] revision,
            byte[] payload,
            byte @Nullable [] metadata,
            byte @Nullable [] ref,
            byte @Nullable [] fingerprint,
            int messageSize) {}
}
