/**
 * The projection store's storage in PostgreSQL: each generation of a projection is a partition of each of its tables, and
 * a row of {@code projection.generation} that says how far they are and who may write them.
 */
@NullMarked
package io.tidemark.projection.store.postgres;

import org.jspecify.annotations.NullMarked;
