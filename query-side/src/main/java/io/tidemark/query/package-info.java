/** Answers queries from the tables of the projections and from the journal. */
@NullMarked
package io.tidemark.query;

import org.jspecify.annotations.NullMarked;
