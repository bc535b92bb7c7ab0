package io.tidemark.config.serialization;

import io.tidemark.messages.event.AccountEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads many stored events. Those whose bytes lie one behind another share a parser, and all of them share the texts that
 * they repeat; else it reads them as {@link LedgerSerializer} does. Not thread-safe; another page of bytes may be given at
 * any time.
 */
public final class EventReader {

    private final LedgerSerializer serializer;
    private final EventCodec codec;
    private final EventFields fields = new EventFields(new RepeatedTexts());
    private byte[] bytes = new byte[0];
    private @Nullable JsonParser parser;
    private int parserStart;
    private int position;

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
        JsonParser in = parserAt(page, start);
        parser = null;
        fields.read(in);
        position = parserStart + Math.toIntExact(in.currentLocation().getByteOffset());
        if (position > end) {
            throw new IllegalArgumentException("a stored event of type " + type + " does not end where its bytes do");
        }
        AccountEvent event = codec.event(eventType, fields);
        parser = in;
        return event;
    }

    /** The parser of the event before, if it stands where this one begins. */
    @SuppressWarnings("ReferenceEquality") // The parser reads this very array.
    private JsonParser parserAt(byte[] page, int start) {
        JsonParser known = parser;
        if (known != null && bytes == page && position == start) {
            return known;
        }
        bytes = page;
        parserStart = start;
        return codec.parser(page, start);
    }
}
