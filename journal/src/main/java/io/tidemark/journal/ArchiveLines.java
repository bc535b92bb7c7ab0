package io.tidemark.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a file into lines; holds one at a time. Not thread-safe. */
final class ArchiveLines {

    /** More than the longest line of an export: a payload in Base64 takes four thirds of its bytes. */
    private static final int MOST_BYTES = (int) (2 * AppendRequest.MOST_BYTES);

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private int filled;
    private long number;

    ArchiveLines(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line, from {@link #from()} to {@link #to()} of {@link #bytes()} and without its end.
     *
     * @return whether there is one
     * @throws ArchiveFault if it has no end, or is longer than a line can be
     */
    boolean next() throws IOException, ArchiveFault {
        from = number == 0 ? 0 : to + 1;
        number++;
        int at = from;
        while (true) {
            while (at < filled) {
                if (buffer[at] == '\n') {
                    to = at;
                    return true;
                }
                at++;
            }
            at -= makeRoom();
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                if (filled == from) {
                    return false;
                }
                throw new ArchiveFault("it is cut off");
            }
            filled += read;
        }
    }

    /** Moves the line that has begun to the front, and lets the buffer grow if it fills it; answers how far it moved. */
    private int makeRoom() throws ArchiveFault {
        int moved = from;
        if (moved > 0) {
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= moved;
            from = 0;
        }
        if (filled == buffer.length) {
            if (filled >= MOST_BYTES) {
                throw new ArchiveFault("it is longer than any event can be");
            }
            buffer = Arrays.copyOf(buffer, Math.min(MOST_BYTES, 2 * buffer.length));
        }
        return moved;
    }

    byte[] bytes() {
        return buffer;
    }

    /** Where the line begins. */
    int from() {
        return from;
    }

    /** Where the line ends, exclusive. */
    int to() {
        return to;
    }

    /** The line's number, from 1. */
    long number() {
        return number;
    }
}
