/** The ledger as its users have it, filled and driven by the benchmark, and Axon's own engine beside it. */
@NullMarked
package io.tidemark.bench.ledger;

import org.jspecify.annotations.NullMarked;
