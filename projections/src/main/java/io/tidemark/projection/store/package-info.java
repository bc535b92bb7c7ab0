/**
 * The projection store: rows live in memory as changes stamped with the journal position, and one background writer
 * persists them together with that position.
 *
 * <p>An author describes tables ({@link io.tidemark.projection.store.TableDefinition}) and a handler ({@link
 * io.tidemark.projection.store.ProjectionHandler}); {@link io.tidemark.projection.store.ProjectionStore} does the rest.
 * Where rows are kept is behind {@link io.tidemark.projection.store.ProjectionStorage}; this package knows no database.
 */
@NullMarked
package io.tidemark.projection.store;

import org.jspecify.annotations.NullMarked;
