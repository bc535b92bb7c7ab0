/** Tests of the benchmark. */
@NullMarked
package io.tidemark.bench.linux;

import org.jspecify.annotations.NullMarked;
