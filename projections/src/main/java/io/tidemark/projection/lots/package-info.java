/**
 * The lot cache: what remains of each lot, and who ever had one. {@link io.tidemark.projection.lots.LotTables} says what
 * is kept, {@link io.tidemark.projection.lots.LotHandler} how events change it; the store does the rest.
 */
@NullMarked
package io.tidemark.projection.lots;

import org.jspecify.annotations.NullMarked;
