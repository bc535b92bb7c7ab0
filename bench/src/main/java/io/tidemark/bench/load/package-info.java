/** Callers and the commands they send. */
@NullMarked
package io.tidemark.bench.load;

import org.jspecify.annotations.NullMarked;
