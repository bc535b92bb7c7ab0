package io.tidemark.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Takes the lines of {@link ArchiveFormat} apart. Takes only what that would write. Not thread-safe. */
final class ArchiveParser {

    private static final HexFormat HEX = HexFormat.of();

    private final ArchiveLine canonical = new ArchiveLine();
    private byte[] line = new byte[0];
    private byte[] unescaped = new byte[1024];
    private int start;
    private int at;
    private int end;

    /** Goes to another line: bytes, neither changed nor kept. */
    ArchiveParser on(byte[] bytes, int from, int to) {
        line = bytes;
        start = from;
        at = from;
        end = to;
        return this;
    }

    /** Whether the line begins with some ASCII. */
    boolean beginsWith(String text) {
        at = start;
        return take(text);
    }

    /** Whether the line is some ASCII. */
    boolean is(String text) {
        return beginsWith(text) && at == end;
    }

    /** Reads an event. */
    void event(BinaryRow into) throws ArchiveFault {
        at = start;
        into.clear();
        expect(ArchiveFormat.EVENT);
        into.addLong(number());
        expect(ArchiveFormat.STREAM_SEQ);
        into.addLong(number());
        expect(ArchiveFormat.RECORDED_AT);
        into.addLong(number());
        text(ArchiveFormat.STREAM_ID, into);
        textIfAny(ArchiveFormat.STREAM_TYPE, into);
        text(ArchiveFormat.EVENT_ID, into);
        text(ArchiveFormat.EVENT_TYPE, into);
        textIfAny(ArchiveFormat.REVISION, into);
        expect(ArchiveFormat.PAYLOAD);
        document(into);
        if (take(ArchiveFormat.METADATA)) {
            document(into);
        } else {
            into.addAbsent();
        }
        textIfAny(ArchiveFormat.REF, into);
        if (take(ArchiveFormat.FINGERPRINT)) {
            byte[] fingerprint = hex();
            into.add(fingerprint, 0, fingerprint.length);
        } else {
            into.addAbsent();
        }
        if (take(ArchiveFormat.MESSAGE_SIZE)) {
            into.addInt(int32());
        } else {
            into.addAbsent();
        }
        expect(ArchiveFormat.CHECKSUM);
        into.addInt(int32());
        requireSame(ArchiveFormat.event(into, canonical));
    }

    /** Reads a group. */
    StoredGroups.Group group() throws ArchiveFault {
        at = start;
        expect(ArchiveFormat.GROUP);
        long from = number();
        expect(ArchiveFormat.SEQ_TO);
        long to = number();
        expect(ArchiveFormat.HASH);
        StoredGroups.Group group = new StoredGroups.Group(from, to, hex());
        requireSame(ArchiveFormat.group(group, canonical));
        return group;
    }

    /** Reads the head. */
    StoredGroups.Head head() throws ArchiveFault {
        at = start;
        expect(ArchiveFormat.HEAD);
        long seq = number();
        expect(ArchiveFormat.HASH);
        StoredGroups.Head head = new StoredGroups.Head(seq, hex());
        requireSame(ArchiveFormat.head(head, canonical));
        return head;
    }

    /** What can be said in more than one way was said in the one that an export uses. */
    private void requireSame(ArchiveLine exported) throws ArchiveFault {
        if (!exported.is(line, start, end)) {
            throw fault();
        }
    }

    private void textIfAny(String name, BinaryRow into) throws ArchiveFault {
        if (take(name)) {
            string(into);
        } else {
            into.addAbsent();
        }
    }

    private void text(String name, BinaryRow into) throws ArchiveFault {
        expect(name);
        string(into);
    }

    private void string(BinaryRow into) throws ArchiveFault {
        expect("\"");
        if (unescaped.length < end - at) {
            unescaped = new byte[end - at];
        }
        int length = 0;
        while (at < end && line[at] != '"') {
            byte next = line[at++];
            if (next == '\\') {
                next = escaped();
            }
            unescaped[length++] = next;
        }
        expect("\"");
        into.add(unescaped, 0, length);
    }

    private byte escaped() throws ArchiveFault {
        if (take("u00")) {
            int high = at < end ? Character.digit(line[at++], 16) : -1;
            int low = at < end ? Character.digit(line[at++], 16) : -1;
            if (high < 0 || low < 0) {
                throw fault();
            }
            return (byte) (16 * high + low);
        }
        if (at == end) {
            throw fault();
        }
        return line[at++];
    }

    private void document(BinaryRow into) throws ArchiveFault {
        if (take(ArchiveFormat.IN_BASE64)) {
            try {
                byte[] decoded = Base64.getDecoder().decode(quoted());
                into.add(decoded, 0, decoded.length);
            } catch (IllegalArgumentException e) {
                throw fault();
            }
            return;
        }
        expect(ArchiveFormat.AS_IT_IS);
        int documentEnd = JsonText.endOf(line, at, end);
        if (documentEnd < 0) {
            throw fault();
        }
        into.add(line, at, documentEnd - at);
        at = documentEnd;
    }

    private byte[] hex() throws ArchiveFault {
        try {
            return HEX.parseHex(new String(quoted(), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw fault();
        }
    }

    /** A string without escapes. */
    private byte[] quoted() throws ArchiveFault {
        expect("\"");
        int from = at;
        while (at < end && line[at] != '"') {
            at++;
        }
        expect("\"");
        return Arrays.copyOfRange(line, from, at - 1);
    }

    private int int32() throws ArchiveFault {
        long number = number();
        if (number != (int) number) {
            throw fault();
        }
        return (int) number;
    }

    private long number() throws ArchiveFault {
        int from = at;
        while (at < end && (line[at] == '-' || (line[at] >= '0' && line[at] <= '9'))) {
            at++;
        }
        try {
            return Long.parseLong(new String(line, from, at - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw fault();
        }
    }

    private void expect(String text) throws ArchiveFault {
        if (!take(text)) {
            throw fault();
        }
    }

    private boolean take(String text) {
        if (end - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (line[at + i] != text.charAt(i)) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    private static ArchiveFault fault() {
        return new ArchiveFault("it is not as it was exported");
    }
}
