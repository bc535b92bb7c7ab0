package io.tidemark.projection.store.protocol;

/**
 * How much is explored.
 *
 * @param events in the journal, at most 3 for each node to have digits of its own when the fold is not pure
 * @param unwritten events that a node may have processed and not made durable before it waits to begin a batch
 * @param faults crashes, lost connections and stolen claims, together
 */
record FlushBounds(int events, int unwritten, int faults) {}
