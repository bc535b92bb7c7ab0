package io.tidemark.journal;

/**
 * How a journal is written to a file, one JSON object a line, each line in exactly one way. The first line names the
 * format. Each group has a line, and after it one for each of its events, whose columns stand in the order in which they
 * are hashed and are left out where absent. The last line is the head. What a payload or metadata is stands in the line as
 * it is stored, byte by byte, if it is JSON that can; else in Base64, under a name that says so.
 */
final class ArchiveFormat {

    static final String HEADER = "{\"tidemark_journal\":1}";
    static final String EVENT = "{\"seq\":";
    static final String STREAM_SEQ = ",\"stream_seq\":";
    static final String RECORDED_AT = ",\"recorded_at\":";
    static final String STREAM_ID = ",\"stream\":";
    static final String STREAM_TYPE = ",\"stream_type\":";
    static final String EVENT_ID = ",\"event_id\":";
    static final String EVENT_TYPE = ",\"type\":";
    static final String REVISION = ",\"revision\":";
    static final String PAYLOAD = ",\"payload";
    static final String METADATA = ",\"metadata";
    static final String IN_BASE64 = "_base64\":";
    static final String AS_IT_IS = "\":";
    static final String REF = ",\"ref\":";
    static final String FINGERPRINT = ",\"fingerprint\":";
    static final String MESSAGE_SIZE = ",\"message_size\":";
    static final String CHECKSUM = ",\"checksum\":";
    static final String GROUP = "{\"group\":{\"seq_from\":";
    static final String SEQ_TO = ",\"seq_to\":";
    static final String HEAD = "{\"head\":{\"seq\":";
    static final String HASH = ",\"hash\":";

    private ArchiveFormat() {}

    /** The line of an event. */
    static ArchiveLine event(BinaryRow row, ArchiveLine line) {
        line.clear().ascii(EVENT).number(row.number(BinaryRow.SEQ));
        line.ascii(STREAM_SEQ).number(row.number(BinaryRow.STREAM_SEQ));
        line.ascii(RECORDED_AT).number(row.number(BinaryRow.RECORDED_AT));
        text(STREAM_ID, row, BinaryRow.STREAM_ID, line);
        text(STREAM_TYPE, row, BinaryRow.STREAM_TYPE, line);
        text(EVENT_ID, row, BinaryRow.EVENT_ID, line);
        text(EVENT_TYPE, row, BinaryRow.EVENT_TYPE, line);
        text(REVISION, row, BinaryRow.REVISION, line);
        document(PAYLOAD, row, BinaryRow.PAYLOAD, line);
        document(METADATA, row, BinaryRow.METADATA, line);
        text(REF, row, BinaryRow.REF, line);
        if (!row.isAbsent(BinaryRow.FINGERPRINT)) {
            line.ascii(FINGERPRINT)
                    .hex(row.bytes(), row.offset(BinaryRow.FINGERPRINT), row.length(BinaryRow.FINGERPRINT));
        }
        if (!row.isAbsent(BinaryRow.MESSAGE_SIZE)) {
            line.ascii(MESSAGE_SIZE).number(row.number(BinaryRow.MESSAGE_SIZE));
        }
        return line.ascii(CHECKSUM).number(row.number(BinaryRow.CHECKSUM)).ascii("}");
    }

    /** The line of a group. */
    static ArchiveLine group(StoredGroups.Group group, ArchiveLine line) {
        line.clear().ascii(GROUP).number(group.from()).ascii(SEQ_TO).number(group.to());
        return line.ascii(HASH).hex(group.hash(), 0, group.hash().length).ascii("}}");
    }

    /** The last line. */
    static ArchiveLine head(StoredGroups.Head head, ArchiveLine line) {
        line.clear().ascii(HEAD).number(head.seq());
        return line.ascii(HASH).hex(head.hash(), 0, head.hash().length).ascii("}}");
    }

    private static void text(String name, BinaryRow row, int column, ArchiveLine line) {
        if (!row.isAbsent(column)) {
            line.ascii(name).text(row.bytes(), row.offset(column), row.length(column));
        }
    }

    private static void document(String name, BinaryRow row, int column, ArchiveLine line) {
        if (row.isAbsent(column)) {
            return;
        }
        line.ascii(name);
        int from = row.offset(column);
        int end = from + row.length(column);
        if (JsonText.endOf(row.bytes(), from, end) == end) {
            line.ascii(AS_IT_IS).raw(row.bytes(), from, end - from);
        } else {
            line.ascii(IN_BASE64).base64(row.bytes(), from, end - from);
        }
    }
}
