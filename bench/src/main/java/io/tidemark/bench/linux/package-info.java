/** What Linux counts of processes and their threads. */
@NullMarked
package io.tidemark.bench.linux;

import org.jspecify.annotations.NullMarked;
