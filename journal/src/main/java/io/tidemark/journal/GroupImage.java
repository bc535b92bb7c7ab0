package io.tidemark.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as it will be stored after a given head: one array a column, seqs and times assigned, the hash computed.
 * Arrays are shared, not copied; nobody changes them.
 */
final class GroupImage {

    private final JournalHead before;
    private final JournalHead after;
    private final long[] seqs;
    private final String[] streamIds;
    private final long[] streamSeqs;
    private final @Nullable String[] streamTypes;
    private final String[] eventIds;
    private final String[] eventTypes;
    private final @Nullable String[] revisions;
    private final long[] recordedAt;
    private final byte[][] payloads;
    private final byte[] @Nullable [] metadata;
    private final @Nullable String[] refs;
    private final byte[] @Nullable [] fingerprints;
    private final @Nullable Integer[] messageSizes;
    private final int[] checksums;

    /**
     * Lays out a group.
     *
     * @param group the appends, in order
     * @param before the head that the group follows on
     * @param nowMicros the writer's time; no event is recorded later than it, unless the head was
     */
    GroupImage(List<AppendRequest> group, JournalHead before, long nowMicros) {
        int rows = group.stream().mapToInt(request -> request.rows().size()).sum();
        this.before = before;
        this.seqs = new long[rows];
        this.streamIds = new String[rows];
        this.streamSeqs = new long[rows];
        this.streamTypes = new String[rows];
        this.eventIds = new String[rows];
        this.eventTypes = new String[rows];
        this.revisions = new String[rows];
        this.recordedAt = new long[rows];
        this.payloads = new byte[rows][];
        this.metadata = new byte[rows][];
        this.refs = new String[rows];
        this.fingerprints = new byte[rows][];
        this.messageSizes = new Integer[rows];
        this.checksums = new int[rows];
        HashChain chain = new HashChain(before.hash(), before.seq() + 1, rows);
        long time = before.recordedAtMicros();
        int i = 0;
        for (AppendRequest request : group) {
            int first = i;
            for (EventRow row : request.rows()) {
                time = Math.max(time, Math.min(row.timestampMicros(), nowMicros));
                set(i, row, time);
                MessageClaim claim = i == first ? request.claim() : null;
                if (claim != null) {
                    refs[i] = claim.ref();
                    fingerprints[i] = claim.fingerprint();
                    messageSizes[i] = request.rows().size();
                }
                checksums[i] = chain.add(hashed(i, row, claim));
                i++;
            }
        }
        this.after = new JournalHead(before.seq() + rows, chain.finish(), time, before.epoch());
    }

    private void set(int i, EventRow row, long time) {
        seqs[i] = before.seq() + 1 + i;
        streamIds[i] = row.streamId();
        streamSeqs[i] = row.streamSeq();
        streamTypes[i] = row.streamType();
        eventIds[i] = row.eventId();
        eventTypes[i] = row.eventType();
        revisions[i] = row.revision();
        recordedAt[i] = time;
        payloads[i] = row.payload();
        metadata[i] = row.metadata();
    }

    private HashChain.HashedRow hashed(int i, EventRow row, @Nullable MessageClaim claim) {
        Integer messageSize = messageSizes[i];
        return new HashChain.HashedRow(
                seqs[i],
                row.streamSeq(),
                recordedAt[i],
                utf8(row.streamId()),
                utf8OrNull(row.streamType()),
                utf8(row.eventId()),
                utf8(row.eventType()),
                utf8OrNull(row.revision()),
                row.payload(),
                row.metadata(),
                claim == null ? null : utf8(claim.ref()),
                claim == null ? null : claim.fingerprint(),
                messageSize == null ? 0 : messageSize);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] utf8OrNull(@Nullable String text) {
        return text == null ? null : utf8(text);
    }

    JournalHead before() {
        return before;
    }

    JournalHead after() {
        return after;
    }

    int rows() {
        return seqs.length;
    }

    /** When the row was recorded, in microseconds since 1970. */
    long recordedAt(int row) {
        return recordedAt[row];
    }

    /** The columns with their element types, in the order of the insert statement. */
    Object[][] columns() {
        return new Object[][] {
            {"bigint", seqs},
            {"text", streamIds},
            {"bigint", streamSeqs},
            {"text", streamTypes},
            {"text", eventIds},
            {"text", eventTypes},
            {"text", revisions},
            {"bigint", recordedAt},
            {"bytea", payloads},
            {"bytea", metadata},
            {"text", refs},
            {"bytea", fingerprints},
            {"integer", messageSizes},
            {"integer", checksums}
        };
    }
}
