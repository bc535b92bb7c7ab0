package io.tidemark.projection.store.postgres;

/**
 * A generation of a projection's tables.
 *
 * @param number 1 and up
 * @param version of the code that folds it
 * @param watermark last seq that its rows show
 */
public record Generation(int number, int version, long watermark) {}
