/** What is measured. */
@NullMarked
package io.tidemark.bench.cases;

import org.jspecify.annotations.NullMarked;
