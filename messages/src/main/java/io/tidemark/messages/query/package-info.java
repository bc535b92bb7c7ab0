/** Questions to the projections and the journal, and their answers. */
@NullMarked
package io.tidemark.messages.query;

import org.jspecify.annotations.NullMarked;
