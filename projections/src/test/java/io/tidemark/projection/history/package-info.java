/** Tests of the history of accounts. */
@NullMarked
package io.tidemark.projection.history;

import org.jspecify.annotations.NullMarked;
