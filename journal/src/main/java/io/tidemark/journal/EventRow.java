package io.tidemark.journal;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is about to be stored. A message without a stream is a stream of its own, named by its identifier.
 *
 * @param streamId the stream
 * @param streamSeq position in the stream, from 0
 * @param streamType what kind of stream it is; {@code null} for a message without a stream
 * @param eventId identifier of the message
 * @param eventType stored name of the payload's type
 * @param revision revision of the payload's type
 * @param timestampMicros time of the message in microseconds since 1970
 * @param payload serialized payload
 * @param metadata serialized metadata; {@code null} when there is none
 * @param message the message itself, for readers on this node; {@code null} where nobody follows
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
record EventRow(
        String streamId,
        long streamSeq,
        @Nullable String streamType,
        String eventId,
        String eventType,
        @Nullable String revision,
        long timestampMicros,
        byte[] payload,
        byte @Nullable [] metadata,
        @Nullable EventMessage<?> message) {

    /** The rows of some events, in their order. */
    static List<EventRow> allOf(List<? extends EventMessage<?>> events, Serializer serializer) {
        List<EventRow> rows = new ArrayList<>(events.size());
        for (EventMessage<?> event : events) {
            rows.add(of(event, serializer));
        }
        return rows;
    }

    private static EventRow of(EventMessage<?> event, Serializer serializer) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        byte[] metadata = event.getMetaData().isEmpty()
                ? null
                : event.serializeMetaData(serializer, byte[].class).getData();
        DomainEventMessage<?> domain = event instanceof DomainEventMessage<?> ofStream ? ofStream : null;
        return new EventRow(
                domain == null ? event.getIdentifier() : domain.getAggregateIdentifier(),
                domain == null ? 0 : domain.getSequenceNumber(),
                domain == null ? null : domain.getType(),
                event.getIdentifier(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                Micros.of(event.getTimestamp()),
                payload.getData(),
                metadata,
                event);
    }

    boolean isInStream() {
        return streamType != null;
    }
}
