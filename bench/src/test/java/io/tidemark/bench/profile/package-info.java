/** Tests of the benchmark. */
@NullMarked
package io.tidemark.bench.profile;

import org.jspecify.annotations.NullMarked;
