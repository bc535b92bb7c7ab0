package io.tidemark.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive events as they are stored, column by column: a page of thousands is a few arrays and not an object for each
 * value. The payloads lie one behind another in one array. Filled by who reads it; afterwards nothing changes, so it is
 * safe for use by several threads.
 */
public final class JournalPage {

    /** Texts that a page repeats: names of types and revisions. More of them are made anew each time. */
    private static final int KNOWN_TEXTS = 16;

    private static final int FIRST_ROWS = 64;
    private static final int USUAL_PAYLOAD = 320;

    private long[] seqs;
    private long[] recordedAt;
    private String[] types;
    private @Nullable String[] revisions;
    private int[] ends;
    private byte[] payloads;
    private int size;

    private final byte[][] knownBytes = new byte[KNOWN_TEXTS][];
    private final String[] knownTexts = new String[KNOWN_TEXTS];
    private int known;

    /** An empty page that will have so many events at most. */
    JournalPage(int limit) {
        int rows = Math.min(limit, FIRST_ROWS);
        seqs = new long[rows];
        recordedAt = new long[rows];
        types = new String[rows];
        revisions = new String[rows];
        ends = new int[rows];
        payloads = new byte[rows * USUAL_PAYLOAD];
    }

    /** Adds an event of which these columns are given: seq, recorded_at, event_type, revision, payload. */
    void add(BinaryRow row) {
        if (size == seqs.length) {
            grow();
        }
        seqs[size] = row.number(0);
        recordedAt[size] = row.number(1);
        types[size] = text(row, 2);
        revisions[size] = row.isAbsent(3) ? null : text(row, 3);
        int start = payloadStart(size);
        int end = start + row.length(4);
        if (end > payloads.length) {
            payloads = Arrays.copyOf(payloads, Math.max(2 * payloads.length, end));
        }
        System.arraycopy(row.bytes(), row.offset(4), payloads, start, row.length(4));
        ends[size] = end;
        size++;
    }

    private void grow() {
        int rows = Math.max(2 * size, FIRST_ROWS);
        seqs = Arrays.copyOf(seqs, rows);
        recordedAt = Arrays.copyOf(recordedAt, rows);
        types = Arrays.copyOf(types, rows);
        revisions = Arrays.copyOf(revisions, rows);
        ends = Arrays.copyOf(ends, rows);
    }

    private String text(BinaryRow row, int column) {
        int from = row.offset(column);
        int to = from + row.length(column);
        for (int i = 0; i < known; i++) {
            byte[] bytes = knownBytes[i];
            if (Arrays.equals(row.bytes(), from, to, bytes, 0, bytes.length)) {
                return knownTexts[i];
            }
        }
        String text = new String(row.bytes(), from, to - from, StandardCharsets.UTF_8);
        if (known < KNOWN_TEXTS) {
            knownBytes[known] = Arrays.copyOfRange(row.bytes(), from, to);
            knownTexts[known++] = text;
        }
        return text;
    }

    /** Number of events. */
    public int size() {
        return size;
    }

    /** The position of an event. */
    public long seq(int i) {
        return seqs[i];
    }

    /** When the journal took an event, in microseconds since 1970. */
    public long recordedAtMicros(int i) {
        return recordedAt[i];
    }

    /** Stored name of an event's type. */
    public String type(int i) {
        return types[i];
    }

    /** Revision of an event's type; {@code null} for none. */
    public @Nullable String revision(int i) {
        return revisions[i];
    }

    /** The payloads of all events, and bytes of no meaning behind the last; not to be changed. */
    public byte[] payloads() {
        return payloads;
    }

    /** Where the payload of an event begins. */
    public int payloadStart(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /** Where the payload of an event ends. */
    public int payloadEnd(int i) {
        return ends[i];
    }
}
