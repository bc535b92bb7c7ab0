/**
 * The lot cache: one row a lot, one row a movement, and the seq that they show. {@link
 * io.tidemark.projection.lots.LotCacheProjection} collects a batch of events, {@link
 * io.tidemark.projection.lots.LotFold} turns it into rows, {@link io.tidemark.projection.lots.LotStore} keeps them.
 */
@NullMarked
package io.tidemark.projection.lots;

import org.jspecify.annotations.NullMarked;
