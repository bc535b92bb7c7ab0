package io.tidemark.journal;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Reads a file that was exported and believes nothing of it: every seq, checksum and hash is computed anew. Holds one
 * line at a time. Used once, by one thread.
 */
final class ArchiveReader {

    private static final int PROGRESS_ROWS = 16_384;

    /** Is handed what was read and found right, in order; a group before its events, so when its hash is not known yet. */
    interface Sink {

        void group(StoredGroups.Group group) throws SQLException;

        void event(BinaryRow row) throws SQLException;
    }

    private final ArchiveLines lines;
    private final ArchiveParser parser = new ArchiveParser();
    private final BinaryRow row = new BinaryRow();
    private final Sink sink;
    private final LongConsumer progress;
    private byte[] hash = new byte[32];
    private long seq;
    private long recordedAt;

    ArchiveReader(InputStream in, Sink sink, LongConsumer progress) {
        this.lines = new ArchiveLines(in);
        this.sink = sink;
        this.progress = progress;
    }

    /** The last seq that was found right. */
    long seq() {
        return seq;
    }

    /** Chain hash up to {@link #seq()}, if that is the end of a group. */
    byte[] hash() {
        return hash;
    }

    /** When the last event was recorded, in microseconds since 1970; 0 before the first. */
    long recordedAt() {
        return recordedAt;
    }

    /** The line that was read last, from 1. */
    long line() {
        return lines.number();
    }

    /** Reads all of the file, to its last line and the end behind it. */
    void read() throws IOException, SQLException, ArchiveFault {
        if (!lines.next() || !current().is(ArchiveFormat.HEADER)) {
            throw new ArchiveFault("it is not the beginning of an exported journal");
        }
        while (!next().beginsWith(ArchiveFormat.HEAD)) {
            group(current().group());
        }
        StoredGroups.Head head = current().head();
        if (head.seq() != seq || !Arrays.equals(head.hash(), hash)) {
            throw new ArchiveFault("the head is of another journal, which ends at seq " + head.seq());
        }
        if (lines.next()) {
            throw new ArchiveFault("there is more after the last line of the journal");
        }
        progress.accept(seq);
    }

    private void group(StoredGroups.Group group) throws IOException, SQLException, ArchiveFault {
        if (group.from() != seq + 1 || group.to() < group.from()) {
            throw new ArchiveFault("the groups do not follow on each other");
        }
        sink.group(group);
        HashChain chain = new HashChain(hash, group.from(), group.to() - group.from() + 1);
        while (seq < group.to()) {
            next().event(row);
            if (row.number(BinaryRow.SEQ) != seq + 1) {
                throw new ArchiveFault("here is seq " + row.number(BinaryRow.SEQ) + " in its place");
            }
            if (chain.add(row) != row.number(BinaryRow.CHECKSUM)) {
                throw new ArchiveFault("the event is not as it was recorded");
            }
            sink.event(row);
            recordedAt = row.number(BinaryRow.RECORDED_AT);
            seq++;
            if (seq % PROGRESS_ROWS == 0) {
                progress.accept(seq);
            }
        }
        hash = chain.finish();
        if (!Arrays.equals(hash, group.hash())) {
            seq = group.from() - 1;
            throw new ArchiveFault("the hash of the group up to seq " + group.to() + " is wrong");
        }
    }

    private ArchiveParser next() throws IOException, ArchiveFault {
        if (!lines.next()) {
            throw new ArchiveFault("the file is cut off: its last line is missing");
        }
        return current();
    }

    private ArchiveParser current() {
        return parser.on(lines.bytes(), lines.from(), lines.to());
    }
}
