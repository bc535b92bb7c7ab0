/** Projections of the journal: tables that are folded from events and can be thrown away and folded again. */
@NullMarked
package io.tidemark.projection;

import org.jspecify.annotations.NullMarked;
