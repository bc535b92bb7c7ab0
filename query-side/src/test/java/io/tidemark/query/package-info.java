/** Tests of the queries, on a real PostgreSQL. */
@NullMarked
package io.tidemark.query;

import org.jspecify.annotations.NullMarked;
