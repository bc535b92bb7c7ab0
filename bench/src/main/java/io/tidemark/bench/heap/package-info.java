/** A rebuild in a process of its own that has little memory. */
@NullMarked
package io.tidemark.bench.heap;

import org.jspecify.annotations.NullMarked;
