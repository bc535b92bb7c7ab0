package io.tidemark.journal;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;

/** Some bytes, and then something that happens where they end. */
final class BreakingInput extends FilterInputStream {

    /** What happens. */
    interface Break {
        void happen() throws IOException;
    }

    private final Break atEnd;

    BreakingInput(byte[] bytes, int length, Break atEnd) {
        super(new ByteArrayInputStream(bytes, 0, length));
        this.atEnd = atEnd;
    }

    /** Some bytes, and then a failure. */
    static BreakingInput failing(byte[] bytes, int length, String failure) {
        return new BreakingInput(bytes, length, () -> {
            throw new IOException(failure);
        });
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read < 0) {
            atEnd.happen();
        }
        return read;
    }
}
