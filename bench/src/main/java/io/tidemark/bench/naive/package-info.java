/** A projection as it is often written: what rebuilds are measured against. */
@NullMarked
package io.tidemark.bench.naive;

import org.jspecify.annotations.NullMarked;
