/** Tests of the benchmark. */
@NullMarked
package io.tidemark.bench.load;

import org.jspecify.annotations.NullMarked;
