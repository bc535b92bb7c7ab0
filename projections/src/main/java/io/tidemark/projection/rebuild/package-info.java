/**
 * Rebuilds of projections: new tables are folded from the journal beside the live ones, which go on being read and
 * followed, and are swapped in at the end.
 */
@NullMarked
package io.tidemark.projection.rebuild;

import org.jspecify.annotations.NullMarked;
