package io.tidemark.bench.raw;

import org.jspecify.annotations.Nullable;

/** A row of {@code journal.event} without its seq, as the ledger wrote it. */
@SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
record JournalRow(
        String streamId,
        long streamSeq,
        @Nullable String streamType,
        String eventId,
        String eventType,
        @Nullable String revision,
        long recordedAt,
        byte[] payload,
        byte @Nullable [] metadata,
        @Nullable String ref,
        byte @Nullable [] fingerprint,
        @Nullable Integer messageSize) {

    JournalRow at(long newStreamSeq, @Nullable String newRef) {
        return new JournalRow(
                streamId,
                newStreamSeq,
                streamType,
                eventId,
                eventType,
                revision,
                recordedAt,
                payload,
                metadata,
                newRef,
                fingerprint,
                messageSize);
    }
}
