/** The journal as it is stored. */
@NullMarked
package io.tidemark.query.journal;

import org.jspecify.annotations.NullMarked;
