/** Tests of the benchmark. */
@NullMarked
package io.tidemark.bench.http;

import org.jspecify.annotations.NullMarked;
