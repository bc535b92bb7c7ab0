package io.tidemark.config.serialization;

import io.tidemark.messages.event.AccountEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reads many stored events, as {@link LedgerSerializer} does, but faster: straight from the bytes that they lie among, and
 * with the texts that they repeat shared. For one thread.
 */
public final class EventReader {

    private final LedgerSerializer serializer;
    private final EventCodec codec;
    private final EventFields fields = new EventFields();
    private final PlainEvents plain = new PlainEvents();

    EventReader(LedgerSerializer serializer, EventCodec codec) {
        this.serializer = serializer;
        this.codec = codec;
    }

    /**
     * Reads an event.
     *
     * @param type stored name of its type
     * @param revision revision of its type; {@code null} for none
     * @param page the bytes among which its payload is
     * @param start where the payload begins
     * @param end where it ends
     * @return the event; {@code null} if it is not one of the ledger's
     * @throws tools.jackson.core.JacksonException if the payload is not JSON
     * @throws IllegalArgumentException if a field is missing or unknown, or the revision is one that cannot be read
     */
    public @Nullable AccountEvent read(String type, @Nullable String revision, byte[] page, int start, int end) {
        Class<? extends AccountEvent> eventType = serializer.eventType(type, revision);
        if (eventType == null) {
            return null;
        }
        if (!plain.read(page, start, end, fields)) {
            codec.read(page, start, end, fields);
        }
        return codec.event(eventType, fields);
    }
}
