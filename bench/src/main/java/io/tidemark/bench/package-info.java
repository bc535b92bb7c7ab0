/** The benchmark and its load generator: what {@code ./tidemark bench} runs. */
@NullMarked
package io.tidemark.bench;

import org.jspecify.annotations.NullMarked;
