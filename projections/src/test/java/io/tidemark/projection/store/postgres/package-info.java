/** Tests of the projection store's rows in a real PostgreSQL. */
@NullMarked
package io.tidemark.projection.store.postgres;

import org.jspecify.annotations.NullMarked;
