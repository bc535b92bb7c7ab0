package io.tidemark.config.serialization;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an event says of lots, one after another; most events of one. Not thread-safe. */
final class EventParts {

    private Part[] parts = new Part[1];
    private int count;

    /** What an event says of a lot; what it leaves out is empty, 0 or long ago. */
    record Part(
            String ref,
            int index,
            long amount,
            Instant grantedAt,
            @Nullable Instant expiresAt) {}

    void add(Part part) {
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, 2 * count);
        }
        parts[count++] = part;
    }

    int count() {
        return count;
    }

    Part get(int i) {
        return parts[i];
    }
}
