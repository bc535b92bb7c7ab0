/** How far projections have come. */
@NullMarked
package io.tidemark.query.projections;

import org.jspecify.annotations.NullMarked;
