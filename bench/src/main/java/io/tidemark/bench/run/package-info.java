/** How cases are run: in rounds, so that both sides of a ratio meet the same machine. */
@NullMarked
package io.tidemark.bench.run;

import org.jspecify.annotations.NullMarked;
