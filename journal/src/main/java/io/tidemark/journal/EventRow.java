package io.tidemark.journal;

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
        byte @Nullable [] metadata) {

    boolean isInStream() {
        return streamType != null;
    }
}
