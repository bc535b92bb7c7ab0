package io.tidemark.projection.store;

/**
 * Where the stored rows stand.
 *
 * @param watermark last seq that they show; 0 for none
 * @param epoch number of the owner that may write them; grows by one at each take-over
 * @param write number of the last write, by which its writer knows it again
 */
public record StoredPosition(long watermark, long epoch, long write) {}
