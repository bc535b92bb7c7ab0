/** The limit: the ledger's rows inserted by nothing but a writer. */
@NullMarked
package io.tidemark.bench.raw;

import org.jspecify.annotations.NullMarked;
