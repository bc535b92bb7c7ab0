package io.tidemark.journal;

/**
 * The end of the journal as a writer knows it.
 *
 * @param seq the last seq, 0 when empty
 * @param hash chain hash up to it, 32 bytes
 * @param recordedAtMicros time of the last event in microseconds since 1970
 * @param epoch grows each time a writer connects; a writer with an older one changes nothing any more
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared and never changed.
record JournalHead(long seq, byte[] hash, long recordedAtMicros, long epoch) {}
