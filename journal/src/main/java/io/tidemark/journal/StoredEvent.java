package io.tidemark.journal;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was read. Axon's own entries keep time as text in milliseconds; this one keeps its microseconds, so
 * that a replayed event has the time that it had when it was live.
 */
class StoredEvent implements TrackedEventData<byte[]> {

    private static final byte[] NO_METADATA = {'{', '}'};

    private final @Nullable TrackingToken token;
    private final String identifier;
    private final Instant timestamp;
    private final SerializedObject<byte[]> payload;
    private final SerializedObject<byte[]> metadata;

    /** What is stored of every event. The token is {@code null} when the event is read as a part of its stream. */
    StoredEvent(
            @Nullable TrackingToken token,
            String identifier,
            Instant timestamp,
            String payloadType,
            @Nullable String revision,
            byte[] payload,
            byte[] metadata) {
        this.token = token;
        this.identifier = identifier;
        this.timestamp = timestamp;
        this.payload = new SimpleSerializedObject<>(payload, byte[].class, payloadType, revision);
        this.metadata = new SerializedMetaData<>(metadata, byte[].class);
    }

    /** A row that this node has just stored, as it would be read. */
    static StoredEvent of(EventRow row, TrackingToken token, Instant recordedAt) {
        byte[] metadata = metadata(row.metadata());
        String streamType = row.streamType();
        return streamType == null
                ? new StoredEvent(
                        token, row.eventId(), recordedAt, row.eventType(), row.revision(), row.payload(), metadata)
                : new OfStream(
                        token,
                        streamType,
                        row.streamId(),
                        row.streamSeq(),
                        row.eventId(),
                        recordedAt,
                        row.eventType(),
                        row.revision(),
                        row.payload(),
                        metadata);
    }

    /** JSON of metadata; rows without any store nothing. */
    static byte[] metadata(byte @Nullable [] stored) {
        return stored == null ? NO_METADATA : stored;
    }

    @Override
    public @Nullable TrackingToken trackingToken() {
        return token;
    }

    @Override
    public String getEventIdentifier() {
        return identifier;
    }

    @Override
    public Instant getTimestamp() {
        return timestamp;
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
        return metadata;
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
        return payload;
    }

    /** An event that has a stream. */
    static final class OfStream extends StoredEvent implements DomainEventData<byte[]> {
        private final String streamType;
        private final String streamId;
        private final long streamSeq;

        OfStream(
                @Nullable TrackingToken token,
                String streamType,
                String streamId,
                long streamSeq,
                String identifier,
                Instant timestamp,
                String payloadType,
                @Nullable String revision,
                byte[] payload,
                byte[] metadata) {
            super(token, identifier, timestamp, payloadType, revision, payload, metadata);
            this.streamType = streamType;
            this.streamId = streamId;
            this.streamSeq = streamSeq;
        }

        @Override
        public String getType() {
            return streamType;
        }

        @Override
        public String getAggregateIdentifier() {
            return streamId;
        }

        @Override
        public long getSequenceNumber() {
            return streamSeq;
        }
    }
}
