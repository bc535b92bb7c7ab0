/** What the ledger tells of itself in figures, for whoever has Micrometer. */
@NullMarked
package io.tidemark.config.metrics;

import org.jspecify.annotations.NullMarked;
