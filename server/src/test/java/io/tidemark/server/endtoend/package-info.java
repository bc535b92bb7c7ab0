/** The real server on a real database, spoken to over HTTP as programs of others do. */
@NullMarked
package io.tidemark.server.endtoend;

import org.jspecify.annotations.NullMarked;
