/** The journal as live projections read it. */
@NullMarked
package io.tidemark.config.projections;

import org.jspecify.annotations.NullMarked;
