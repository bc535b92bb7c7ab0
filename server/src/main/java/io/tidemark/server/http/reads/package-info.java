/** Balances, lots, histories, the journal and the projections. */
@NullMarked
package io.tidemark.server.http.reads;

import org.jspecify.annotations.NullMarked;
