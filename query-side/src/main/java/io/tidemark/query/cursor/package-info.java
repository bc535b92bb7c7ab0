/** Opaque places in a list, bound to the query that gave them. */
@NullMarked
package io.tidemark.query.cursor;

import org.jspecify.annotations.NullMarked;
