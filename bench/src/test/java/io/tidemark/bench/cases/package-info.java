/** Tests of the benchmark. */
@NullMarked
package io.tidemark.bench.cases;

import org.jspecify.annotations.NullMarked;
