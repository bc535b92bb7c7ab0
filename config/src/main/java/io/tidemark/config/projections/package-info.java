/** How whoever runs the ledger sees its projections and rebuilds them. */
@NullMarked
package io.tidemark.config.projections;

import org.jspecify.annotations.NullMarked;
