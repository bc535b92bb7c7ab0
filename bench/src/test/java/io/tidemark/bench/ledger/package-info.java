/** Tests of the benchmark. */
@NullMarked
package io.tidemark.bench.ledger;

import org.jspecify.annotations.NullMarked;
